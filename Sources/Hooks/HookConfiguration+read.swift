extension HookConfiguration {
    /// `hooks:` of a configuration file.
    package static func read(
        yaml: String, path: String
    ) throws(HookConfigurationError) -> HookConfiguration {
        HookConfiguration()
    }
}
