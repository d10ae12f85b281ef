import GitAccess
import GitModel
import HTTPTypes
import Hummingbird
import LiveData
import NIOCore

/// `GET /api/attachments/{sheet}/{path}/{name}`: the file beside a record.
///
/// The files come from people who may not be trusted with this site's origin: only raster images
/// are shown in place, everything else is a download, and nothing may run.
enum AttachmentEndpoint {
    private static let images = [
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
        "webp": "image/webp", "avif": "image/avif", "bmp": "image/bmp",
    ]

    static func respond(
        sheet: String, path: String, name: String, _ request: Request, in snapshot: Snapshot,
        _ state: APIState
    ) async throws(APIError) -> Response {
        guard let file = attachment(sheet, path + "/" + name, in: snapshot),
            let site = state.data.site
        else {
            throw .notFound(
                "no such attachment", hint: "an attachment is named {record path}/{file name}")
        }
        let etag = "\"\(file.blob.hex)\""
        if EntityTags.match(request.headers[.ifNoneMatch], etag) {
            return Answers.notModified(etag: etag)
        }
        let bytes: [UInt8]
        do {
            guard try await site.repository.blobSize(file.blob) <= Limits.attachmentBytes else {
                throw APIError(
                    status: .contentTooLarge, code: "payload-too-large",
                    message: "the attachment is over \(Limits.attachmentBytes) bytes",
                    hint: "keep large files outside the data repository")
            }
            let read = try await site.blobs.map(
                [file.blob], blob: { $0 }, transform: { _, raw in Array(raw) })
            bytes = read.first ?? []
        } catch let error as APIError {
            throw error
        } catch {
            throw .internalError("the attachment could not be read: \(error)")
        }
        let asked = request.headers[.ifRange].map { $0 == etag } ?? true
        let range = asked ? ByteRange(request.headers[.range], of: bytes.count) : .whole
        return try answer(
            bytes, range, name: String(file.path.split(separator: "/").last ?? ""), etag)
    }

    /// The record's path may have any number of parts, and so may the name: the longest record
    /// path that exists wins.
    private static func attachment(
        _ sheet: String, _ path: String, in snapshot: Snapshot
    ) -> Attachment? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        for count in stride(from: parts.count - 1, to: 0, by: -1) {
            let record = parts[..<count].joined(separator: "/")
            let name = parts[count...].joined(separator: "/")
            if let file = snapshot.attachment(sheet: sheet, path: record, name: name) {
                return file
            }
        }
        return nil
    }

    private static func answer(
        _ bytes: [UInt8], _ range: ByteRange, name: String, _ etag: String
    ) throws(APIError) -> Response {
        let type = images[name.split(separator: ".").last.map { $0.lowercased() } ?? ""]
        var headers: HTTPFields = [
            .contentType: type ?? "application/octet-stream", .eTag: etag, .acceptRanges: "bytes",
            .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: "default-src 'none'; sandbox",
        ]
        if type == nil { headers[.contentDisposition] = disposition(name) }
        var status = HTTPResponse.Status.ok
        var body = bytes[...]
        switch range {
        case .whole: break
        case .part(let part):
            status = .partialContent
            body = bytes[part]
            headers[.contentRange] =
                "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(bytes.count)"
        case .unsatisfiable:
            throw APIError(
                status: .rangeNotSatisfiable, code: "range-not-satisfiable",
                message: "the file has \(bytes.count) bytes", hint: "ask for a range inside it",
                headers: [.contentRange: "bytes */\(bytes.count)"])
        }
        headers[.contentLength] = String(body.count)
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    /// RFC 6266 with the file's name in RFC 8187 form, so that no byte of it can end the header.
    private static func disposition(_ name: String) -> String {
        "attachment; filename*=UTF-8''\(PercentEncoding.encode(name))"
    }
}
