#!/usr/bin/env Rscript
# Spil from R: run a study, read its results file, compare two policies world by world.
#
#     with_r.R study.toml POLICY BASELINE [OUTCOME]        # needs ncdf4; `spil` on the PATH or in $SPIL
#
# R is column-major: dimensions come out in the reverse order of what `ncdump -h` prints, year before run.

library(ncdf4)

spil <- Sys.getenv("SPIL", "spil")

#' Runs a study into a results file; `set` changes values, as c("study.worlds=10").
run_spil <- function(study, file, set = character(), threads = parallel::detectCores()) {
  arguments <- c("run", shQuote(study), "-o", shQuote(file), "-q", "-j", threads)
  for (value in set) arguments <- c(arguments, "--set", shQuote(value))
  code <- system2(spil, arguments)
  # 3: some runs failed; the file says which and why, and the others are there.
  if (!code %in% c(0, 3)) stop("spil ended with ", code)
  invisible(file)
}

#' One row for each run that is there: policy, world, point (with [uncertainties]) and an outcome, a single figure
#' or the last year of a series.
results_of <- function(file, outcome) {
  # ncdf4 prints a warning for each whole number of 64 bits: cents, which R holds exactly up to 2^53.
  invisible(capture.output(nc <- nc_open(file)))
  on.exit(nc_close(nc))
  value <- ncvar_get(nc, outcome)
  if (length(dim(value)) == 2) value <- value[nrow(value), ]
  runs <- data.frame(
    policy = nc$dim$policy$vals[ncvar_get(nc, "run_policy") + 1],
    world = ncvar_get(nc, "run_world"),
    value = as.vector(value)
  )
  if ("world_point" %in% names(nc$var)) runs$point <- ncvar_get(nc, "world_point")[runs$world + 1]
  runs[ncvar_get(nc, "run_status") == 1, ]
}

#' The paired difference of two policies: what `spil compare` prints.
paired <- function(runs, policy, baseline) {
  a <- runs[runs$policy == policy, c("world", "value")]
  b <- runs[runs$policy == baseline, c("world", "value")]
  both <- merge(a, b, by = "world", suffixes = c(".policy", ".baseline"))
  t.test(both$value.policy, both$value.baseline, paired = TRUE)
}

if (sys.nframe() == 0) {
  given <- commandArgs(trailingOnly = TRUE)
  if (length(given) < 3) stop("with_r.R study.toml POLICY BASELINE [OUTCOME]")
  outcome <- if (length(given) > 3) given[4] else "served_years"
  file <- run_spil(given[1], tempfile(fileext = ".h5"))
  print(paired(results_of(file, outcome), given[2], given[3]))
}
