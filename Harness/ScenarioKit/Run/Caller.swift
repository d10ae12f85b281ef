import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// HTTP calls of steps and checks; readers have a client of their own.
package struct Caller: Sendable {
    private let client: HTTPClient

    /// One caller serves a whole run.
    package init() {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 512
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.connect = .seconds(2)
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Ends the caller.
    package func shutdown() async { try? await client.shutdown() }

    /// Makes a call; no answer is an answer with status 0.
    package func call(
        _ method: String, _ url: String, headers: [String: String] = [:], body: [UInt8]? = nil,
        limit: Duration = Limits.call
    ) async -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = .RAW(value: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        var answer = Answer()
        do {
            let timeout = TimeAmount.nanoseconds(limit.nanoseconds)
            let response = try await client.execute(request, timeout: timeout)
            answer.status = Int(response.status.code)
            for (name, value) in response.headers { answer.headers[name.lowercased()] = value }
            answer.raw = Array(
                try await response.body.collect(upTo: Limits.answer).readableBytesView)
            answer.body = JSONText.parse(answer.raw)
        } catch {
            answer.status = 0
            answer.error = "\(error)"
        }
        answer.answered = .now
        return answer
    }
}
