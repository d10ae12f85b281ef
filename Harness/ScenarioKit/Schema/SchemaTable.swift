/// The shape of every value of the language, by the map it stands in. Which keys a map has, and which
/// words a choice has, say `KeySet` and the types themselves.
enum SchemaTable {
    /// Every map.
    static let shapes = world.merging(course) { $1 }.merging(expectations) { $1 }

    /// What other shapes refer to, in the order written.
    static let definitions: [(name: String, node: SchemaNode)] = [
        ("slug", .bounded("string", [("pattern", .string(#"^[a-z0-9]+(-[a-z0-9]+)*$"#))])),
        ("commitName", .bounded("string", [("pattern", .string(#"^[A-Z][A-Za-z0-9]{0,7}'?$"#))])),
        (
            "commitRef",
            .described(
                "A graph name, a captured $variable, or the word absent",
                .bounded(
                    "string",
                    [
                        (
                            "pattern",
                            .string(
                                #"^([A-Z][A-Za-z0-9]{0,7}'?|\$[a-z][a-z0-9-]*(\.[a-z-]+)*|absent)$"#
                            )
                        )
                    ]))
        ),
        (
            "server",
            .bounded("string", [("pattern", .string(#"^[a-z][a-z0-9-]*(\.writer)?$"#))])
        ),
        (
            "refName",
            .described(
                "ACTOR:BRANCH or ACTOR:refs/…; where a ref is expected also ACTOR:/regex/ (exactly one matches) or ACTOR:$capture.field",
                .bounded(
                    "string", [("pattern", .string(#"^[a-z][a-z0-9-]*:([^ ~^:?*\[\\]+|/.+/)$"#))]))
        ),
        (
            "duration",
            .bounded("string", [("pattern", .string(#"^[0-9]+(\.[0-9]+)?(us|ms|s|m|h|d)$"#))])
        ),
        ("size", .bounded("string", [("pattern", .string(#"^[0-9]+(B|KiB|MiB|GiB)$"#))])),
        (
            "cmp",
            .either([
                .types(["number", "boolean"]),
                .bounded("string", [("pattern", .string(#"^(==|!=|>=|<=|>|<) .+$"#))]),
            ])
        ),
        (
            "text",
            .described(
                "Plain text is compared for equality; /.../ is a regular expression",
                .types(["string"]))
        ),
        ("outcome", .choice),
        ("invariant", .choice),
        ("fields", .map(of: .types(["string", "number", "boolean", "array", "null"]))),
        ("actor", .keys(atLeast: 0)),
        ("commit", .keys(atLeast: 0)),
        ("step", .keys(atLeast: 1)),
        ("fault", .keys(atLeast: 0)),
        ("expect", .keys(atLeast: 1)),
    ]
}
