import Foundation
import HTTPTypes
import Hooks
import Hummingbird
import JSONModel
import LiveData
import NIOCore
import Overview

/// `GET /`, the operator's page: for everybody, and `GET /api/_internal/page` for who has the
/// secret; and the files it is shown with.
enum PageEndpoint {
    /// The page runs its own script and nothing else, speaks to this server only, sends no form,
    /// and stands in no frame.
    private static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'",
        "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    /// `hasButtons`: what is for operators answers at the same address.
    static func respond(_ state: APIState, hasButtons: Bool) async -> Response {
        let snapshot = state.live.current
        let generation = snapshot?.generation ?? 0
        if let kept = state.keptPage.page(of: generation, hasButtons: hasButtons) {
            return page(kept, of: snapshot)
        }
        let status = await status(state, serving: snapshot)
        let html = OperatorPage.forEverybody(status, now: Date(), hasButtons: hasButtons).html
        let bytes = ByteBuffer(string: html.text)
        state.keptPage.keep(bytes, of: generation, hasButtons: hasButtons)
        return page(bytes, of: snapshot)
    }

    static func whole(to request: Request, _ state: APIState) async throws(APIError) -> Response {
        try InternalCredential.check(request, secrets: state.secrets().reload)
        let snapshot = state.live.current
        let status = await status(state, serving: snapshot)
        let jobs = await state.jobs?.map(\.json) ?? []
        let html = OperatorPage.whole(
            status, jobs: .object(["jobs": .array(jobs)]), now: Date()
        ).html
        return page(ByteBuffer(string: html.text), of: snapshot)
    }

    static func asset(_ name: String, for request: Request) throws(APIError) -> Response {
        guard let asset = PageAsset.named(name) else {
            throw .notFound("the page has no such file", hint: "GET / is the page")
        }
        let etag = "\"\(asset.etag)\""
        var headers: HTTPFields = [
            .contentType: asset.mediaType, .eTag: etag, .cacheControl: "no-cache",
        ]
        protect(&headers)
        if let condition = request.headers[.ifNoneMatch], EntityTags.match(condition, etag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentLength] = String(asset.text.utf8.count)
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: asset.text)))
    }

    /// What status tells, and the sheets.
    private static func status(
        _ state: APIState, serving snapshot: Snapshot?
    ) async -> JSON {
        let status = await StatusEndpoint.status(state, serving: snapshot)
        guard case .object(let members) = status else { return .null }
        let sheets = (snapshot?.sheets ?? [:]).sorted { $0.key < $1.key }.map {
            JSON.object(["name": .string($0.key), "records": .count($0.value.count)])
        }
        return .object(members + [.init("sheets", .array(sheets))])
    }

    private static func page(_ bytes: ByteBuffer, of snapshot: Snapshot?) -> Response {
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8",
            .contentLength: String(bytes.readableBytes), .cacheControl: "no-store",
        ]
        protect(&headers)
        if let snapshot { headers.stamp(snapshot) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }

    private static func protect(_ headers: inout HTTPFields) {
        headers[.contentSecurityPolicy] = policy
        headers[.xContentTypeOptions] = "nosniff"
        headers[.referrerPolicy] = "no-referrer"
        headers[.crossOriginResourcePolicy] = "same-origin"
    }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = Self("Referrer-Policy")!
}
