import Foundation

/// What the build made, and where the repository is.
enum Products {
    /// The root of the repository.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// The server beside the test bundle, or the one `LIVETREE_EXECUTABLE` names.
    static var livetree: String {
        ProcessInfo.processInfo.environment["LIVETREE_EXECUTABLE"] ?? beside("livetree")
    }

    /// The deliberately wrong servers.
    static var mutant: String { beside("livetree-mutant") }

    /// The program that plays scenarios.
    static var scenarios: String { beside("scenarios") }

    private static func beside(_ name: String) -> String {
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
        let folder =
            bundle?.bundleURL.deletingLastPathComponent()
            ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        return folder.appendingPathComponent(name).path
    }
}
