import ArgumentParser
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// The peer of the server's reads: a route that knows its answer.
struct PlainRouteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plain-route",
        abstract: "Serves the files of a folder from memory by bare Hummingbird routes.",
        shouldDisplay: false)

    @Option var folder: String
    @Option var port: Int

    func run() async throws {
        let router = Router()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
            let body = ByteBuffer(bytes: data)
            let etag = "\"\(String(repeating: "0", count: 40))\""
            var fields: HTTPFields = [
                .contentType: "application/json; charset=utf-8", .eTag: etag,
                .contentLength: "\(data.count)",
            ]
            var stamps = HTTPFields()
            // Of the lengths that the server's have.
            if let commit = HTTPField.Name("X-Data-Commit") {
                stamps[commit] = String(repeating: "0", count: 40)
            }
            if let generation = HTTPField.Name("X-Data-Generation") { stamps[generation] = "1" }
            fields.append(contentsOf: stamps)
            let full = fields
            let unmodified = HTTPFields([HTTPField(name: .eTag, value: etag)] + Array(stamps))
            router.get("\(name)") { request, _ in
                if request.headers[.ifNoneMatch] == etag {
                    return Response(status: .notModified, headers: unmodified)
                }
                return Response(
                    status: .ok, headers: full, body: ResponseBody(byteBuffer: body))
            }
        }
        var logger = Logger(label: "plain-route")
        logger.logLevel = .error
        try await Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            logger: logger
        ).run()
    }
}
