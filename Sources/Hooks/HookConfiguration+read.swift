import Yams

extension HookConfiguration {
    /// Reads `hooks:` of a configuration file (YAML); everything else in the file is left to
    /// others. Without `hooks:` nothing is managed.
    ///
    /// `path` names the file in problems; its folder is what relative paths are relative to.
    /// Throws every problem at once, with line and column.
    package static func read(
        yaml: String, path: String
    ) throws(HookConfigurationError) -> HookConfiguration {
        guard yaml.utf8.count <= Limits.configurationBytes else {
            throw HookConfigurationError(
                path: path, "the file has over \(Limits.configurationBytes) bytes")
        }
        var reader = ConfigurationReader(path: path)
        let configuration = reader.document(try compose(yaml, path))
        guard reader.problems.isEmpty else {
            throw HookConfigurationError(path: path, problems: reader.sortedProblems)
        }
        return configuration
    }

    private static func compose(
        _ yaml: String, _ path: String
    ) throws(HookConfigurationError) -> Node? {
        do {
            return try Yams.compose(yaml: yaml)
        } catch {
            throw HookConfigurationError(path: path, error)
        }
    }
}
