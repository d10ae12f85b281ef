package import HTTPTypes

/// Where a node of a cluster has a write made (docs/cluster.md).
package struct WriteRouting: Sendable {
    package enum Way: Sendable, Equatable {
        /// This node is the writer.
        case here
        /// The writer, by its URL.
        case elsewhere(String)
        /// There is none at the moment, and why.
        case nowhere(String)
    }

    /// A write on its way to the writer: what came, without what belongs to the connection.
    package struct Message: Sendable {
        package let method: HTTPRequest.Method
        /// Path and query.
        package let target: String
        package let headers: HTTPFields
        package let body: [UInt8]
    }

    /// What the writer answered.
    package struct Answer: Sendable {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let body: [UInt8]

        package init(status: HTTPResponse.Status, headers: HTTPFields, body: [UInt8]) {
            self.status = status
            self.headers = headers
            self.body = body
        }
    }

    package enum Failure: Error {
        /// The writer was not reached: nothing was written.
        case notSent(String)
        /// The connection to it ended before its answer came.
        case unknown(String)
    }

    let way: @Sendable () -> Way
    /// That of this node's lead; nil: it does not lead.
    let term: @Sendable () -> Int64?
    /// Where the commands of webhooks run.
    let runner: @Sendable () -> Way
    /// 307 to the writer, in place of asking it.
    let redirects: Bool
    let send: @Sendable (Message, _ writer: String) async -> Result<Answer, Failure>

    package init(
        redirects: Bool, way: @escaping @Sendable () -> Way,
        term: @escaping @Sendable () -> Int64?,
        runner: @escaping @Sendable () -> Way,
        send: @escaping @Sendable (Message, _ writer: String) async -> Result<Answer, Failure>
    ) {
        self.redirects = redirects
        self.way = way
        self.term = term
        self.runner = runner
        self.send = send
    }
}
