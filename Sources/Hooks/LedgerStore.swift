import Processes

/// Where the ledger's lines are kept. Calls come one after the other.
package protocol LedgerStore: Sendable {
    /// Every line there is; the last one may be torn.
    func read() async throws(LedgerError) -> [UInt8]
    /// Adds whole lines, durably; returns the bytes of all that is kept now.
    func append(_ lines: [UInt8]) async throws(LedgerError) -> Int
    /// Puts other lines in the place of all, in one step.
    func replace(with lines: [UInt8]) async throws(LedgerError)
    /// Keeps what is there for a human, out of the way; returns where.
    func setAside() async throws(LedgerError) -> String
}

/// The ledger of one server: a file in its folder.
package struct LedgerFolder: LedgerStore {
    private let file: LedgerFile

    /// The folder is made when it is missing.
    package init(_ folder: String) { file = LedgerFile(folder: folder) }

    package func read() async throws(LedgerError) -> [UInt8] {
        try await blocking { file throws(LedgerError) in try file.read() }
    }

    package func append(_ lines: [UInt8]) async throws(LedgerError) -> Int {
        try await blocking { file throws(LedgerError) in try file.append(lines) }
    }

    package func replace(with lines: [UInt8]) async throws(LedgerError) {
        try await blocking { file throws(LedgerError) in try file.replace(with: lines) }
    }

    package func setAside() async throws(LedgerError) -> String {
        try await blocking { file throws(LedgerError) in try file.setAside() }
    }

    private func blocking<Value: Sendable>(
        _ body: @escaping @Sendable (LedgerFile) throws(LedgerError) -> Value
    ) async throws(LedgerError) -> Value {
        let file = file
        let result = await Blocking.run { () -> Result<Value, LedgerError> in
            do throws(LedgerError) { return .success(try body(file)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
