import JSONModel

extension ServerProcess {
    static let writeToken = "write-token"
    /// The variable that lets a server take writes.
    static let writable: [String: String?] = ["CFP_WRITE_TOKEN": writeToken]

    /// Sends a write with the token.
    func write(
        _ method: String, _ path: String, _ body: String = "",
        headers: [String: String] = ["Authorization": "Bearer \(writeToken)"],
        adding more: [String: String] = [:]
    ) async throws -> Answer {
        try await ask(
            path, method: method, headers: headers.merging(more) { $1 }, body: Array(body.utf8))
    }

    /// The pointers of a 422.
    static func pointers(_ answer: Answer) -> [String] {
        guard case .array(let problems)? = answer.json["problems"] else { return [] }
        return problems.compactMap { $0["pointer"]?.text }
    }
}
