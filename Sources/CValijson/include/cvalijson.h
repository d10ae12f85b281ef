#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled JSON Schema (draft 7). Validating does not change it.
typedef struct cvalijson_schema cvalijson_schema;

/// Why a text is no schema, or why a document was not looked at to the end.
typedef struct {
    char message[512];
} cvalijson_error;

/// Compiles the UTF-8 JSON text of a schema and returns it, to be released by
/// `cvalijson_release`; NULL with `error` filled when it is none. References lead to places inside
/// the text only: nothing is fetched or read. Nothing is thrown over this border.
cvalijson_schema *cvalijson_compile(const char *text, size_t length, cvalijson_error *error);

void cvalijson_release(cvalijson_schema *schema);

/// Validates the UTF-8 JSON text of a document.
///
/// Returns the number of problems found, at most `limit`, and their list in `list`, which the
/// caller releases with `cvalijson_release_list`; it is NULL when there are none. A list is, per
/// problem and in the machine's own byte order without padding:
///
///     u32 length, JSON pointer (RFC 6901) to the value in the document
///     u32 length, what is wrong
///
/// Returns -1 with `error` filled when memory is short or the text is no JSON. A validation that
/// takes too long ends with a problem that says so, which counts like any other.
int cvalijson_validate(const cvalijson_schema *schema, const char *text, size_t length,
                       size_t limit, uint8_t **list, size_t *list_length, cvalijson_error *error);

void cvalijson_release_list(uint8_t *list);

#ifdef __cplusplus
}
#endif
