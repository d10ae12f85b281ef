#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Why a text is not TOML. Line and column count from 1; both are 0 when there is no place.
typedef struct {
    char message[256];
    uint32_t line;
    uint32_t column;
} ctoml_error;

/// Parses UTF-8 TOML 1.0 and returns 0 with a tape the caller releases with `ctoml_release`,
/// or -1 with `error` filled. Nothing is thrown over this border.
///
/// A tape is one value, depth first, in the machine's own byte order, without padding:
///
///     table             'T' u32 count, u32 bytes that follow, then per entry, keys in byte order:
///                           u32 length, key, u32 line of the value, value
///     array             'A' u32 count, u32 bytes that follow, then the values
///     string            'S' u32 length, bytes
///     integer           'I' i64
///     float             'F' f64
///     boolean           'B' u8
///     local date        'D' u16 year, u8 month, u8 day
///     local time        'M' u8 hour, u8 minute, u8 second, u32 nanosecond
///     local date-time   'L' date, time
///     offset date-time  'Z' date, time, i16 minutes east of UTC
int ctoml_parse(const char *text, size_t length, uint8_t **tape, size_t *tape_length,
                ctoml_error *error);

void ctoml_release(uint8_t *tape);

#ifdef __cplusplus
}
#endif
