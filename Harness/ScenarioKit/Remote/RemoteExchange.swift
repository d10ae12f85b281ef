import NIOCore
import NIOHTTP1
import Subprocess
import SystemPackage

/// One connection of a remote: request after request, each handed to `git http-backend`.
struct RemoteExchange {
    /// A fault ended the connection; nothing more is sent on it.
    struct Cut: Error {}

    let remote: RemoteServer
    let channel: any Channel
    var inbound: NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator
    let outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

    /// Handles the next request; false when the connection is over.
    mutating func next() async throws -> Bool {
        guard case .head(let head)? = try await inbound.next() else { return false }
        remote.countRequest()
        let request = CGIRequest(head)
        if request.isAlert {
            remote.countAlert()
            try await answer(.init(status: 204))
            return true
        }
        let plan = request.isFromScenario ? .init() : remote.faults.plan(service: request.service)
        if plan.refuses {
            await RemoteServer.reset(channel)
            return false
        }
        if plan.delay > .zero { try await Task.sleep(for: plan.delay) }
        if let response = plan.response, !request.followed(response.location) {
            try await answer(response, tail: request.behindRepository)
            return true
        }
        if request.isOutside {
            try await answer(.init(status: 400))
            return true
        }
        if let cut = plan.cut, cut.after.bytes == 0 {
            try await end(cut.how, by: plan.cutter)
            return false
        }
        do {
            try await forward(request, plan: plan)
        } catch is Cut {
            return false
        }
        return head.isKeepAlive
    }

    /// Answers in the backend's place; the body of the request is read and dropped.
    private mutating func answer(_ response: Fault.Response, tail: String = "") async throws {
        while let part = try await inbound.next() {
            if case .end = part { break }
        }
        let body = ByteBuffer(string: response.body ?? "")
        var headers = HTTPHeaders([("Content-Length", "\(body.readableBytes)")])
        if let after = response.retryAfter { headers.add(name: "Retry-After", value: after) }
        if let location = response.location {
            headers.add(name: "Location", value: location + tail)
        }
        if response.status == 401 {
            headers.add(name: "WWW-Authenticate", value: "Basic realm=\"scenario\"")
        }
        let head = HTTPResponseHead(
            version: .http1_1, status: .init(statusCode: response.status), headers: headers)
        try await outbound.write(contentsOf: [.head(head), .body(.byteBuffer(body)), .end(nil)])
    }

    /// Runs the backend for one request, bytes flowing both ways.
    private mutating func forward(_ request: CGIRequest, plan: RemoteFaults.Plan) async throws {
        var keys: [Environment.Key: String] = [:]
        let environment = request.environment(root: remote.root, base: remote.environment)
        for (key, value) in environment {
            if let key = Environment.Key(rawValue: key) { keys[key] = value }
        }
        let body = try await readBody(plan)
        let answer = self
        _ = try await Subprocess.run(
            .path(FilePath(remote.backend)), environment: .custom(keys),
            input: .inputWriter, output: .sequence, error: .discarded
        ) { execution in
            try await withThrowingTaskGroup(of: Void.self) { group in
                let writer = execution.standardInputWriter
                group.addTask {
                    for chunk in body { _ = try await writer.write(chunk) }
                    try await writer.finish()
                }
                do {
                    try await answer.send(execution.standardOutput, plan: plan)
                } catch {
                    try? execution.send(signal: .kill, toProcessGroup: false)
                    throw error
                }
                // The backend may answer before it has read everything.
                group.cancelAll()
            }
        }
    }

    /// The whole body of the request, as chunks.
    private mutating func readBody(_ plan: RemoteFaults.Plan) async throws -> [[UInt8]] {
        var chunks: [[UInt8]] = []
        var count = 0
        while let part = try await inbound.next() {
            guard case .body(let buffer) = part else { break }
            count += buffer.readableBytes
            if let cut = plan.cut, cut.direction == .up, count > cut.after.bytes {
                try await end(cut.how, by: plan.cutter)
                throw Cut()
            }
            chunks.append(Array(buffer.readableBytesView))
        }
        return chunks
    }

    /// Sends the backend's answer, cut and slowed down as the plan says.
    private func send(
        _ output: SubprocessOutputSequence, plan: RemoteFaults.Plan
    ) async throws {
        var begun = false
        var start: [UInt8] = []
        var left = plan.cut.flatMap { $0.direction == .down ? $0.after.bytes : nil } ?? .max
        for try await piece in output {
            var bytes = piece.withUnsafeBytes { Array($0)[...] }
            if !begun {
                start.append(contentsOf: bytes)
                guard let response = CGIResponseHead(start) else { continue }
                begun = true
                try await outbound.write(.head(response.head))
                bytes = response.rest
            }
            try await send(bytes, left: &left, plan: plan)
        }
        if !begun {
            let head = HTTPResponseHead(
                version: .http1_1, status: .internalServerError,
                headers: HTTPHeaders([("Content-Length", "0")]))
            try await outbound.write(.head(head))
        }
        try await outbound.write(.end(nil))
    }

    private func send(
        _ bytes: ArraySlice<UInt8>, left: inout Int, plan: RemoteFaults.Plan
    ) async throws {
        let allowed = bytes.prefix(left)
        left -= allowed.count
        var rest = allowed
        let step = plan.bytesPerSecond.map { max(1, $0 / 50) } ?? max(1, allowed.count)
        while !rest.isEmpty {
            let chunk = rest.prefix(step)
            rest = rest.dropFirst(step)
            try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: chunk))))
            if plan.bytesPerSecond != nil { try await Task.sleep(for: .milliseconds(20)) }
        }
        if allowed.count < bytes.count, let cut = plan.cut {
            try await end(cut.how, by: plan.cutter)
            throw Cut()
        }
    }

    /// Ends the connection as a fault says.
    private func end(_ how: Fault.Cut.How, by fault: String?) async throws {
        remote.faults.note(fault)
        switch how {
        case .close: try? await channel.close()
        case .reset: await RemoteServer.reset(channel)
        case .hang:
            let generation = remote.faults.generation
            while remote.faults.generation == generation, channel.isActive {
                try await Task.sleep(for: .milliseconds(20))
            }
            await RemoteServer.reset(channel)
        }
    }
}
