#pragma once
/// \file clones.hpp  A function compiled for several sets of instructions; the processor's own is chosen when
/// the program starts.
///
/// For loops of whole numbers, or of sums and products that nothing may contract or reorder
/// (-ffp-contract=off): every set of instructions then gives the same bits, only more at a time. Sanitizers
/// come up later than the choice among clones, so Clang (which builds with them here) keeps to one.

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define SPIL_CLONES __attribute__((target_clones("avx512f", "avx2", "default"), optimize("O3")))
#else
#define SPIL_CLONES
#endif
