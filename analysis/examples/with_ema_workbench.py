#!/usr/bin/env python3
"""Spil driven from the EMA Workbench (https://emaworkbench.readthedocs.io), in both directions.

    with_ema_workbench.py study.toml        # needs ema_workbench; `spil` on the PATH or in $SPIL

1. The workbench makes the design and calls Spil for every experiment: `run_spil` is a model function for
   `ema_workbench.Model`. Every experiment meets the same worlds (same seed), so that policies differ by what they
   do and not by luck.
2. Spil makes the design and runs all of it as one batch, which is far quicker and survives interruptions;
   `as_ema` turns the results file into the pair (experiments, outcomes) that the workbench's analyses take.

Only the last function needs the workbench: the others need python3-xarray.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import xarray as xr

SPIL = os.environ.get("SPIL", "spil")


def open_results(path):
    """The results file with runs as a cube: policy x world x replicate."""
    with xr.open_dataset(path) as file:
        file.load()
    return file


def run_spil(study, outcomes, policy, worlds=5, **parameters):
    """One experiment: the mean over `worlds` worlds of each outcome, as a number or a series over the years.

    study       path of a study file
    policy      name of one of its policies
    parameters  values by name, "section.parameter"; a dot may be written as two underscores, since the workbench
                wants names that Python could have
    """
    settings = [f"study.worlds={worlds}"]
    for name, value in parameters.items():
        written = f'"{value}"' if isinstance(value, str) else repr(value.item() if hasattr(value, "item") else value)
        settings.append(f"{name.replace('__', '.', 1)}={written}")
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "results.h5"
        command = [SPIL, "run", str(study), "-o", str(file), "-q", "-j", "1"]
        for setting in settings:
            command += ["--set", setting]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"spil ended with {done.returncode}: {done.stderr}")
        results = open_results(file)
    names = [str(name) for name in results["policy"].values]
    mine = results.isel(run=np.flatnonzero(results["run_policy"].values == names.index(policy)))
    return {name: np.asarray(mine[name].mean("run").values) for name in outcomes}


def as_ema(path, outcomes):
    """(experiments, outcomes) of a batch with [uncertainties], as `perform_experiments` of the workbench gives them.

    experiments  a pandas.DataFrame with a row for each run that is there: the sampled values, the policy, and the
                 world as `scenario`
    outcomes     arrays by name, run first
    """
    import pandas as pd

    results = open_results(path)
    there = np.flatnonzero(results["run_status"].values == 1)
    runs = results.isel(run=there)
    world = runs["run_world"].values
    columns = {}
    if "world_point" in results:
        point = results["world_point"].values[world]
        for k, name in enumerate(results["uncertainty"].values):
            columns[str(name)] = results["point_value"].values[point, k]
    names = results["policy"].values
    columns["policy"] = [str(names[p]) for p in runs["run_policy"].values]
    columns["scenario"] = world
    columns["model"] = "spil"
    return pd.DataFrame(columns), {name: runs[name].values for name in outcomes}


def main(study):
    from functools import partial

    from ema_workbench import Model, RealParameter, CategoricalParameter, ScalarOutcome, SequentialEvaluator, ema_logging
    from ema_workbench.analysis import prim

    ema_logging.log_to_stderr(ema_logging.INFO)

    # 1. The workbench's design.
    model = Model("spil", function=partial(run_spil, study, ["served_years"]))
    model.uncertainties = [
        RealParameter("calls__panel_noise", 0.3, 2.0),
        RealParameter("geography__naivety", 1.0, 3.0),
    ]
    model.levers = [CategoricalParameter("policy", ["project", "portfolio"])]
    model.outcomes = [ScalarOutcome("served_years")]
    with SequentialEvaluator(model) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios=20, policies=2)
    print(experiments.assign(served_years=outcomes["served_years"]).groupby("policy")["served_years"].describe())

    # 2. Spil's design, the workbench's analysis: where does the portfolio do badly?
    with tempfile.TemporaryDirectory() as folder:
        batch = pathlib.Path(folder) / "points.toml"
        batch.write_text(
            f'format = 1\nbase = "{pathlib.Path(study).resolve()}"\n'
            '[uncertainties]\npoints = 64\nsample = ["*"]\n[study]\nworlds = 1\n')
        subprocess.run([SPIL, "run", str(batch), "-o", folder + "/points.h5"], check=True)
        experiments, outcomes = as_ema(folder + "/points.h5", ["served_years"])
    mine = (experiments["policy"] == "portfolio").values
    x = experiments[mine].drop(columns=["policy", "scenario", "model"])
    y = outcomes["served_years"][mine]
    box = prim.Prim(x, y < np.quantile(y, 0.25), threshold=0.6).find_box()
    print(box.inspect(style="table"))


if __name__ == "__main__":
    main(*sys.argv[1:])
