#include "CJemalloc.h"

#define TEXT(number) #number
#define TEXT_OF(number) TEXT(number)

/// What jemalloc reads before the first block. Few arenas, and a second instead of ten until unused
/// pages go back: a start's short-lived blocks would otherwise lie between those that stay.
const char *malloc_conf = "narenas:2,dirty_decay_ms:1000,muzzy_decay_ms:0,background_thread:true";

int livetree_purge(void) {
    return mallctl("arena." TEXT_OF(MALLCTL_ARENAS_ALL) ".purge", NULL, NULL, NULL, 0);
}
