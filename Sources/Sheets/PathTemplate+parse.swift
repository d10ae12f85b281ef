extension PathTemplate {
    /// Reads a template; slashes at its ends do not count.
    package static func parse(_ source: String) throws(PathTemplateError) -> PathTemplate {
        guard source.utf8.count <= Limits.pathBytes else {
            throw .template("longer than \(Limits.pathBytes) bytes")
        }
        var parser = PathTemplateParser(source)
        return try parser.template()
    }
}
