import AsyncHTTPClient
import JSONModel
import NIOCore
import NIOHTTP1

/// Calls etcd's JSON gateway (https://etcd.io/docs/v3.4/dev-guide/api_grpc_gateway/), 3.4 or newer.
///
/// Each call has a deadline. An endpoint that does not answer loses its turn to the next.
package struct EtcdClient: Sendable {
    let http: HTTPClient
    let endpoints: EtcdEndpoints
    private let user: EtcdAccess.User?
    private let token = EtcdToken()

    package init(_ access: EtcdAccess) {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: access.tls, redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(Limits.connect)))
        configuration.httpVersion = .http1Only
        // A campaign and a watch hold one each for as long as they go on.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 16
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        endpoints = EtcdEndpoints(access.endpoints)
        user = access.user
    }

    /// To be called when nothing is under way any more.
    package func close() async { try? await http.shutdown() }

    /// One body there, one back, within `limit` over all endpoints, each of which has `turn`.
    func call(
        _ path: String, _ members: KeyValuePairs<String, JSON>,
        within limit: Duration = Limits.call,
        turn: Duration = Limits.turn
    ) async throws(EtcdError) -> JSON {
        let body = JSON.object(members)
        let end = ContinuousClock.now + limit
        var trouble = "no time was left"
        for (index, endpoint) in endpoints.inTurn.enumerated() {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { break }
            let isLast = index == endpoints.inTurn.count - 1
            do throws(EtcdError) {
                let answer = try await ask(
                    endpoint, path, body, within: isLast ? left : min(left, turn))
                endpoints.answered(endpoint)
                return answer
            } catch {
                guard case .unavailable(let why) = error else { throw error }
                endpoints.failed(endpoint)
                trouble = "\(endpoint): \(why)"
            }
        }
        throw .unavailable(trouble)
    }

    /// One endpoint's answer, with a new token where the old one is not taken.
    private func ask(
        _ endpoint: String, _ path: String, _ body: JSON, within limit: Duration
    ) async throws(EtcdError) -> JSON {
        try await enterIfNeeded(endpoint, within: limit)
        do throws(EtcdError) {
            return try await exchange(endpoint, path, body, within: limit)
        } catch .refused(EtcdError.unauthenticated, _) where user != nil {
            try await enter(endpoint, within: limit)
            return try await exchange(endpoint, path, body, within: limit)
        }
    }

    private func exchange(
        _ endpoint: String, _ path: String, _ body: JSON, within limit: Duration
    ) async throws(EtcdError) -> JSON {
        do {
            let response = try await http.execute(
                request(endpoint, path, body), timeout: TimeAmount(limit))
            let bytes = Array(buffer: try await response.body.collect(upTo: Limits.answer))
            guard response.status == .ok else {
                throw EtcdError(status: response.status.code, body: try? JSON.parse(bytes))
            }
            do throws(JSONSyntaxError) {
                return try JSON.parse(bytes)
            } catch {
                throw EtcdError.malformed("\(path): \(error.message)")
            }
        } catch {
            throw EtcdError(any: error)
        }
    }

    /// Without a token etcd finds fault with the user's name, which tells nothing.
    func enterIfNeeded(_ endpoint: String, within limit: Duration) async throws(EtcdError) {
        if user != nil, token.current == nil { try await enter(endpoint, within: limit) }
    }

    /// Fetches a token for the user.
    func enter(_ endpoint: String, within limit: Duration) async throws(EtcdError) {
        guard let user else { return }
        token.take(nil)
        let answer = try await exchange(
            endpoint, "/v3/auth/authenticate",
            .object(["name": .string(user.name), "password": .string(user.password)]),
            within: limit)
        token.take(answer["token"]?.text)
    }

    func request(_ endpoint: String, _ path: String, _ body: JSON) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: endpoint + path)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        if let token = token.current { request.headers.add(name: "Authorization", value: token) }
        request.body = .bytes(body.bytes)
        return request
    }
}

extension EtcdError {
    /// Any error that a call can end with.
    init(any error: any Error) {
        self =
            switch error {
            case let error as EtcdError: error
            case is CancellationError: .cancelled
            case let error as HTTPClientError where error == .cancelled: .cancelled
            case let error as HTTPClientError: .unavailable(error.shortDescription)
            default: .unavailable("\(error)")
            }
    }
}
