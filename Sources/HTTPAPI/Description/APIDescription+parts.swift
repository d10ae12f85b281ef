extension APIDescription {
    /// What can be sent beside a body.
    static let parameters = #"""
        {
          "sheet": {
            "name": "sheet", "in": "path", "required": true, "description": "The sheet's name.",
            "schema": {"type": "string", "minLength": 1}
          },
          "path": {
            "name": "path", "in": "path", "required": true,
            "description": "The record's path below the sheet's root, without the extension. It \#
        may have several parts: send a `/` between them as it is, or as `%2F`.",
            "schema": {"type": "string", "minLength": 1}
          },
          "name": {
            "name": "name", "in": "path", "required": true,
            "description": "The file's name in the folder named like the record.",
            "schema": {"type": "string", "minLength": 1}
          },
          "limit": {
            "name": "limit", "in": "query", "required": false, "description": "Records on a page.",
            "schema": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}
          },
          "cursor": {
            "name": "cursor", "in": "query", "required": false,
            "description": "`next` of the page before. One that was not issued for this list is \#
        400.",
            "schema": {"type": "string"}
          },
          "sort": {
            "name": "sort", "in": "query", "required": false,
            "description": "A field, dots reach into tables; `-` before it: descending.",
            "schema": {"type": "string"}
          },
          "q": {
            "name": "q", "in": "query", "required": false,
            "description": "Only records with these words.", "schema": {"type": "string"}
          },
          "filters": {
            "name": "filters", "in": "query", "required": false,
            "description": "Any other parameter is a filter: `field=value` compares the value's \#
        JSON text, dots reach into tables, an array matches if it contains the value. An object of at \#
        most 16 fields.",
            "schema": {"examples": [{"born": "1815"}]}, "style": "form", "explode": true
          },
          "minCommit": {
            "name": "minCommit", "in": "query", "required": false,
            "description": "Answer only from a state that contains this commit, or what it was \#
        replayed as; see `wait`. 503 `not-yet` when it is not there in time, 410 when it lives on \#
        a conflict branch now.",
            "schema": {"type": "string", "pattern": "^[0-9a-fA-F]{4,40}$"}
          },
          "wait": {
            "name": "wait", "in": "query", "required": false,
            "description": "How long `minCommit` may be waited for, at most 60 s; not at all \#
        without it.",
            "schema": {"type": "string", "pattern": "^(0|[0-9]+([.][0-9]+)?(us|ms|s|m|h|d))$", "examples": ["5s", \#
        "250ms"]}
          },
          "words": {
            "name": "q", "in": "query", "required": true,
            "description": "The words to find. Without a searchable word nothing is found.",
            "schema": {"type": "string"}
          },
          "searchSheet": {
            "name": "sheet", "in": "query", "required": false, "description": "In this sheet only.",
            "schema": {"type": "string"}
          },
          "searchLimit": {
            "name": "limit", "in": "query", "required": false, "description": "Hits at most.",
            "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}
          },
          "author": {
            "name": "Livetree-Author", "in": "header", "required": false,
            "description": "Who writes, `Name <mail>`; without it the server's own identity.",
            "schema": {
              "type": "string", "maxLength": 120,
              "pattern": "^[^<> \#
        \\u0000-\\u001f\\u007f][^<>\\u0000-\\u001f\\u007f]*<[^<>\\u0000-\\u001f\\u007f]*>$"
            }
          },
          "ifMatch": {
            "name": "If-Match", "in": "header", "required": false,
            "description": "Only if the file there has this entity tag; `*`: any.",
            "schema": {"type": "string"}
          },
          "ifNoneMatch": {
            "name": "If-None-Match", "in": "header", "required": false,
            "description": "Only if the file there has none of these; `*`: if there is none.",
            "schema": {"type": "string"}
          },
          "readIfNoneMatch": {
            "name": "If-None-Match", "in": "header", "required": false,
            "description": "304 when the entity tag is among these.", "schema": {"type": "string"}
          },
          "range": {
            "name": "Range", "in": "header", "required": false,
            "description": "Bytes, such as `bytes=0-99`; one range. What is none is ignored.",
            "schema": {"type": "string"}
          },
          "ifRange": {
            "name": "If-Range", "in": "header", "required": false,
            "description": "The range counts only if the entity tag is still this one.",
            "schema": {"type": "string"}
          },
          "lastEventID": {
            "name": "Last-Event-ID", "in": "header", "required": false,
            "description": "The `id` of the last event that was seen.", "schema": {"type": "string"}
          }
        }
        """#

    /// What comes back beside a body.
    static let headers = #"""
        {
          "X-Data-Commit": {
            "required": true,
            "description": "The one commit that everything in the answer comes from; forty zeros \#
        where the branch has none.",
            "schema": {"type": "string", "pattern": "^[0-9a-f]{40}$"}
          },
          "X-Data-Generation": {
            "required": true,
            "description": "Counts up by one for each swap; begins anew with each start of the \#
        server.",
            "schema": {"type": "integer", "minimum": 1}
          },
          "ETag": {
            "description": "The file's entity tag: its blob's id.",
            "schema": {"type": "string", "pattern": "^\"[0-9a-f]{40}\"$"}
          },
          "Location": {
            "required": true, "description": "Where the record is.",
            "schema": {"type": "string", "format": "uri-reference"}
          },
          "Content-Range": {
            "required": true, "description": "Which bytes of how many these are.",
            "schema": {"type": "string"}
          }
        }
        """#

    /// The errors, by what they mean.
    static let responses = #"""
        {
          "BadRequest": {
            "description": "`bad-request`: a parameter, a header or the body is malformed.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
          },
          "Unauthorized": {
            "description": "`unauthorized`: the token is missing or wrong.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
          },
          "NotFound": {
            "description": "`not-found`: no such sheet, record or file.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
          },
          "TooSlow": {
            "description": "`request-timeout`: the body did not come in time.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
          },
          "Conflict": {
            "description": "`exists`, with the `path`; or, with `CFP_DATA_PUSH_MODE=sync`, \#
        `non-fast-forward`.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
          },
          "CommitEscaped": {
            "description": "`commit-escaped`: the commit of `minCommit` could not be replayed and \#
        lives on `conflictBranch`.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
          },
          "PreconditionFailed": {
            "description": "`precondition-failed`: somebody was quicker; the entity tag is what \#
        is there now.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
            "headers": {"ETag": {"$ref": "#/components/headers/ETag"}}
          },
          "PayloadTooLarge": {
            "description": "`payload-too-large`: the body, or the file asked for.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
          },
          "URITooLong": {
            "description": "`uri-too-long`: the target is over 8 KiB.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
          },
          "RangeNotSatisfiable": {
            "description": "`range-not-satisfiable`: the file is shorter; `Content-Range` says \#
        how long it is.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
          },
          "Unprocessable": {
            "description": "`unprocessable`: the record does not fit its path, its sheet's schema \#
        or the format; `problems` has a JSON pointer and a reason for each.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
          },
          "RateLimited": {
            "description": "`rate-limited`: too many writes at the same time, or too many wrong \#
        credentials from one address.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
          },
          "HeadersTooLarge": {
            "description": "`headers-too-large`: the request's head.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
          },
          "Internal": {
            "description": "`rebuild-failed`, `local-damaged` or `internal`: look at the server's \#
        log.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
          },
          "Unavailable": {
            "description": "`not-yet`: nothing is served yet, or not that commit; \#
        `search-building`; `too-many-followers`; for writes also `not-configured` and \#
        `push-failed`.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
          },
          "OutcomeUnknown": {
            "description": "`outcome-unknown`: with `CFP_DATA_PUSH_MODE=sync`, whether the remote \#
        has `commit` is not known.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
          },
          "StorageFull": {
            "description": "`storage-full`: the server has no room left.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
          }
        }
        """#
}
