import HTTPTypes
import JSONModel
import NIOCore
import NIOHTTPTypes

extension APIError {
    /// The whole answer, and word that the connection ends with it: for requests that no endpoint
    /// ever sees.
    var lastParts: [HTTPResponsePart] {
        let bytes = body.bytes
        let head = HTTPResponse(
            status: status,
            headerFields: [
                .contentType: "application/json; charset=utf-8",
                .contentLength: String(bytes.count), .connection: "close",
            ])
        return [.head(head), .body(ByteBuffer(bytes: bytes)), .end(nil)]
    }
}
