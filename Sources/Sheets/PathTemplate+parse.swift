extension PathTemplate {
    /// Reads a template; slashes at its ends do not count.
    package static func parse(_ source: String) throws(PathTemplateError) -> PathTemplate {
        guard source.utf8.count <= Limits.templateBytes else {
            throw .template("longer than \(Limits.templateBytes) bytes")
        }
        var parser = PathTemplateParser(source)
        return try parser.template()
    }
}
