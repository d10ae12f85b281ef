#include "cbuildinfo.h"

#ifndef LIVETREE_COMMIT
#define LIVETREE_COMMIT ""
#endif

const char *livetree_build_commit(void) { return LIVETREE_COMMIT; }
