#ifndef LIVETREE_CJEMALLOC_H
#define LIVETREE_CJEMALLOC_H

#include <stddef.h>

#include <jemalloc/jemalloc.h>

/// Gives pages that no block uses back to the system; 0, or an error number.
int livetree_purge(void);

#endif
