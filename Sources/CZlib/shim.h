#ifndef LIVETREE_CZLIB_SHIM_H
#define LIVETREE_CZLIB_SHIM_H

#include <string.h>
#include <zlib.h>

// The initialisers of zlib are macros, which Swift cannot import.
static inline int livetree_deflate_init(z_stream *stream, int level, int raw) {
    memset(stream, 0, sizeof *stream);
    return deflateInit2(stream, level, Z_DEFLATED, raw ? -15 : 15, 8, Z_DEFAULT_STRATEGY);
}

static inline int livetree_inflate_init(z_stream *stream) {
    memset(stream, 0, sizeof *stream);
    return inflateInit(stream);
}

#endif
