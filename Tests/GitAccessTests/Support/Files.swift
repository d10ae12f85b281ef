import Foundation

/// Removes one file.
func removeFile(_ path: String) throws {
    try FileManager.default.removeItem(atPath: path)
}

/// All bytes of a file.
func readFile(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

/// Writes a file anew.
func writeFile(_ data: Data, to path: String) throws {
    try data.write(to: URL(fileURLWithPath: path))
}
