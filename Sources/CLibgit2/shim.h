#ifndef LIVETREE_CLIBGIT2_SHIM_H
#define LIVETREE_CLIBGIT2_SHIM_H

#include <git2.h>

// git_libgit2_opts is variadic, which Swift cannot import: one inline function per option we use.
static inline int livetree_git_opts_set_int(int option, int value) {
    return git_libgit2_opts(option, value);
}

static inline int livetree_git_opts_set_size(int option, size_t value) {
    return git_libgit2_opts(option, value);
}

#endif
