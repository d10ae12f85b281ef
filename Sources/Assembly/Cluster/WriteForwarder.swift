import AsyncHTTPClient
import Foundation
import HTTPAPI
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Passes writes on to the node that may make them.
struct WriteForwarder: Sendable {
    let http: HTTPClient
    /// This node's.
    let name: String
    /// How long a write may take at the writer.
    let deadline: Duration

    /// What writes are passed on with. Its connections end with a reset: a request that nobody waits
    /// for any more is dropped where it lies. Otherwise the kernel would go on sending it, and bring
    /// it to the writer when the network is healed, after what was written and acknowledged since.
    static func client() -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(Limits.forwardConnect)))
        configuration.httpVersion = .http1Only
        // Made for tests, and the only way to a connection's socket.
        configuration.http1_1ConnectionDebugInitializer = { channel in
            guard let socket = channel as? any SocketOptionProvider else {
                return channel.eventLoop.makeSucceededVoidFuture()
            }
            return socket.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        }
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// `isWriter`: whether that node still is; one that hangs is not waited for once another leads.
    func send(
        _ message: WriteRouting.Message, to writer: String, in term: Int64?,
        while isWriter: @escaping @Sendable () -> Bool
    ) async -> Result<WriteRouting.Answer, WriteRouting.Failure> {
        await withTaskGroup { group in
            group.addTask { await exchange(message, writer, term) }
            group.addTask {
                while isWriter(), (try? await Task.sleep(for: Limits.writerLook)) != nil {}
                return .failure(.unknown("it no longer is the writer"))
            }
            let first = await group.next() ?? .failure(.unknown("stopping"))
            group.cancelAll()
            return first
        }
    }

    private func exchange(
        _ message: WriteRouting.Message, _ writer: String, _ term: Int64?
    ) async -> Result<WriteRouting.Answer, WriteRouting.Failure> {
        var request = HTTPClientRequest(url: writer + message.target)
        request.method = HTTPMethod(rawValue: message.method.rawValue)
        for field in message.headers {
            request.headers.add(name: field.name.rawName, value: field.value)
        }
        request.headers.add(name: HTTPField.Name.forwardedByNode.rawName, value: name)
        if let term {
            request.headers.add(
                name: HTTPField.Name.forwardedTerm.rawName, value: String(term))
        }
        request.body = .bytes(message.body)
        do {
            let response = try await http.execute(request, timeout: TimeAmount(deadline))
            let body = try await response.body.collect(upTo: Limits.forwardedAnswer)
            var headers = HTTPFields()
            for (name, value) in response.headers {
                guard let name = HTTPField.Name(name) else { continue }
                headers.append(HTTPField(name: name, value: value))
            }
            return .success(
                .init(
                    status: .init(code: Int(response.status.code)), headers: headers,
                    body: Array(buffer: body)))
        } catch let error as HTTPClientError where Self.isBeforeSending(error) {
            return .failure(.notSent(error.shortDescription))
        } catch let error as HTTPClientError {
            return .failure(.unknown(error.shortDescription))
        } catch let error as IOError where Self.unreached.contains(error.errnoCode) {
            return .failure(.notSent("no connection"))
        } catch {
            return .failure(.unknown("\(type(of: error))"))
        }
    }

    private static let unreached = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH]

    private static func isBeforeSending(_ error: HTTPClientError) -> Bool {
        error == .connectTimeout || error == .getConnectionFromPoolTimeout
    }
}
