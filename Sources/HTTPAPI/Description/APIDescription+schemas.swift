extension APIDescription {
    /// What bodies look like.
    static let schemas = #"""
        {
          "Error": {
            "type": "object",
            "description": "The one shape of every error. `code` is for programs, `message` says \#
        what is wrong, `hint` what to do next; some carry more fields beside `error`.",
            "required": ["ok", "error"],
            "properties": {
              "ok": {"const": false},
              "error": {
                "type": "object", "required": ["code", "message", "hint"],
                "properties": {
                  "code": {"type": "string"}, "message": {"type": "string", "minLength": 1},
                  "hint": {"type": "string", "minLength": 1}
                }
              },
              "problems": {
                "type": "array",
                "items": {
                  "type": "object", "required": ["reason"],
                  "properties": {
                    "pointer": {"type": "string"}, "path": {"type": "string"},
                    "line": {"type": ["integer", "null"]}, "reason": {"type": "string"}
                  }
                }
              },
              "conflictBranch": {"type": "string"}, "commit": {"type": "string"},
              "path": {"type": "string"}
            }
          },
          "Sheets": {
            "type": "object", "required": ["commit", "sheets"],
            "properties": {
              "commit": {
                "type": ["string", "null"], "pattern": "^[0-9a-f]{40}$",
                "description": "The one commit that everything in the answer comes from; null \#
        where the branch has none."
              },
              "sheets": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["name", "root", "records", "writable", "readOnlyReasons"],
                  "properties": {
                    "name": {"type": "string"},
                    "root": {"type": "string", "description": "The folder its records are in."},
                    "records": {"type": "integer", "minimum": 0}, "writable": {"type": "boolean"},
                    "readOnlyReasons": {"type": "array", "items": {"type": "string"}}
                  }
                }
              }
            }
          },
          "Record": {
            "type": "object",
            "description": "Fields by name. Date-times are RFC 3339 strings; infinities and NaN \#
        are the strings `inf`, `-inf` and `nan`.",
            "additionalProperties": true
          },
          "Patch": {
            "type": "object", "description": "Fields to set; `null` removes one.",
            "additionalProperties": true
          },
          "Page": {
            "type": "object", "required": ["commit", "total", "items", "next"],
            "properties": {
              "commit": {
                "type": ["string", "null"], "pattern": "^[0-9a-f]{40}$",
                "description": "The one commit that everything in the answer comes from; null \#
        where the branch has none."
              },
              "total": {"type": "integer", "minimum": 0, "description": "Records on all pages \#
        together."},
              "items": {"type": "array", "maxItems": 1000, "items": {"$ref": \#
        "#/components/schemas/Record"}},
              "next": {
                "type": ["string", "null"],
                "description": "The cursor of the next page; null on the last."
              }
            }
          },
          "Hits": {
            "type": "object", "required": ["commit", "hits", "truncated"],
            "properties": {
              "commit": {
                "type": ["string", "null"], "pattern": "^[0-9a-f]{40}$",
                "description": "The one commit that everything in the answer comes from; null \#
        where the branch has none."
              },
              "hits": {
                "type": "array", "maxItems": 100,
                "items": {
                  "type": "object", "required": ["sheet", "path", "score", "snippet"],
                  "properties": {
                    "sheet": {"type": "string"}, "path": {"type": "string"},
                    "score": {"type": "number"}, "snippet": {"type": "string"}
                  }
                }
              },
              "truncated": {"type": "boolean"}
            }
          },
          "Written": {
            "type": "object", "required": ["ok", "commit", "path", "swapped"],
            "properties": {
              "ok": {"const": true},
              "commit": {
                "type": ["string", "null"], "pattern": "^[0-9a-f]{40}$",
                "description": "The one commit that everything in the answer comes from; null \#
        where the branch has none."
              },
              "path": {
                "type": "string",
                "description": "The record's path, or the file's below the sheet's root."
              },
              "swapped": {"type": "boolean", "description": "False: nothing differed, no commit \#
        was made."}
            }
          },
          "Declaration": {
            "type": "object", "description": "`path`, and what else a declaration may hold. \#
        Without `root` the records are at the top of the branch.",
            "required": ["path"],
            "properties": {"root": {"type": "string"}, "path": {"type": "string", "examples": \#
        ["${{ slug }}"]}},
            "additionalProperties": true
          },
          "Transaction": {
            "type": "object", "required": ["operations"], "additionalProperties": false,
            "properties": {
              "message": {"type": ["string", "null"], "maxLength": 1000, "description": "The \#
        commit's message."},
              "author": {
                "type": ["string", "null"], "maxLength": 120,
                "pattern": "^[^<> \#
        \\u0000-\\u001f\\u007f][^<>\\u0000-\\u001f\\u007f]*<[^<>\\u0000-\\u001f\\u007f]*>$",
                "description": "As the header `Livetree-Author`, and before it."
              },
              "operations": {
                "type": "array", "minItems": 1, "maxItems": 1000,
                "items": {
                  "oneOf": [
                    {"$ref": "#/components/schemas/Put"},
                    {"$ref": "#/components/schemas/PatchOperation"},
                    {"$ref": "#/components/schemas/Delete"}
                  ]
                }
              }
            }
          },
          "Put": {
            "type": "object", "description": "Without `path` the record's fields give it.",
            "required": ["op", "sheet", "record"], "additionalProperties": false,
            "properties": {
              "op": {"const": "put"}, "sheet": {"type": "string"}, "path": {"type": ["string", \#
        "null"]},
              "record": {"$ref": "#/components/schemas/Record"}
            }
          },
          "PatchOperation": {
            "type": "object", "required": ["op", "sheet", "path", "record"],
            "additionalProperties": false,
            "properties": {
              "op": {"const": "patch"}, "sheet": {"type": "string"}, "path": {"type": "string"},
              "record": {"$ref": "#/components/schemas/Patch"}
            }
          },
          "Delete": {
            "type": "object", "required": ["op", "sheet", "path"], "additionalProperties": false,
            "properties": {"op": {"const": "delete"}, "sheet": {"type": "string"}, "path": \#
        {"type": "string"}}
          },
          "Transacted": {
            "type": "object", "required": ["ok", "commit", "swapped", "operations"],
            "properties": {
              "ok": {"const": true},
              "commit": {
                "type": ["string", "null"], "pattern": "^[0-9a-f]{40}$",
                "description": "The one commit that everything in the answer comes from; null \#
        where the branch has none."
              },
              "swapped": {"type": "boolean"},
              "operations": {
                "type": "array",
                "items": {
                  "type": "object", "required": ["op", "sheet", "path", "created"],
                  "properties": {
                    "op": {"type": "string"}, "sheet": {"type": "string"}, "path": {"type": \#
        "string"},
                    "created": {"type": "boolean"}
                  }
                }
              }
            }
          },
          "Event": {
            "type": "object",
            "description": "`data` of an event of `GET /api/events`. `state`: `commit`, \#
        `generation`. `reset`: these and `reason`, `restarted`, `too-old` or `unknown-id`: read \#
        everything again, unless you have this commit. `swap`: these and what differs from the \#
        generation before; `sheets` has every sheet of which something differs, `changed` at most \#
        1000 changes of `changedCount`. `end`: `reason`, `shutting-down` or `too-slow`.",
            "properties": {
              "commit": {
                "type": ["string", "null"], "pattern": "^[0-9a-f]{40}$",
                "description": "The one commit that everything in the answer comes from; null \#
        where the branch has none."
              },
              "generation": {"type": "integer"}, "reason": {"type": "string"},
              "sheets": {"type": "array", "items": {"type": "string"}},
              "changed": {
                "type": "array", "maxItems": 1000,
                "items": {
                  "type": "object", "required": ["sheet", "path", "op"],
                  "properties": {
                    "sheet": {"type": "string"}, "path": {"type": "string"},
                    "attachment": {"type": "string", "description": "The file's name, for a file \#
        beside the record."},
                    "op": {"enum": ["added", "changed", "removed"]}
                  }
                }
              },
              "changedCount": {"type": "integer"}, "truncated": {"type": "boolean"}
            }
          },
          "Live": {
            "type": "object", "required": ["ok", "live"],
            "properties": {"ok": {"const": true}, "live": {"const": true}}
          },
          "Ready": {
            "type": "object",
            "required": ["ok", "ready", "degraded", "reason", "commit", "generation", "search"],
            "properties": {
              "ok": {"const": true}, "ready": {"const": true}, "degraded": {"type": "boolean"},
              "reason": {"type": ["string", "null"]},
              "commit": {
                "type": ["string", "null"], "pattern": "^[0-9a-f]{40}$",
                "description": "The one commit that everything in the answer comes from; null \#
        where the branch has none."
              },
              "generation": {"type": "integer", "minimum": 1},
              "search": {"enum": ["ready", "building"]}
            }
          }
        }
        """#
}
