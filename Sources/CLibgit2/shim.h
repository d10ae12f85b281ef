#ifndef LIVETREE_CLIBGIT2_SHIM_H
#define LIVETREE_CLIBGIT2_SHIM_H

#include <git2.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>

// git_libgit2_opts is variadic, which Swift cannot import: one inline function per option we use.
static inline int livetree_git_opts_set_int(int option, int value) {
    return git_libgit2_opts(option, value);
}

static inline int livetree_git_opts_set_size(int option, size_t value) {
    return git_libgit2_opts(option, value);
}

static inline int livetree_git_opts_set_search_path(int level, const char *path) {
    return git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, path);
}

static inline int livetree_git_opts_set_cache_max_size(ssize_t bytes) {
    return git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, bytes);
}

// The initial value of git_repository_init_options is a macro, which Swift cannot import.
static inline int livetree_git_init_options(git_repository_init_options *options) {
    return git_repository_init_options_init(options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
}

#endif
