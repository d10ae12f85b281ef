import HTTPTypes
import Testing

@testable import HTTPAPI

@Suite("Routes") struct RouteTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let path: String
        let route: Route?
        var testDescription: String { path }
    }

    @Test(arguments: [
        Row(path: "/api/health/live", route: .live), Row(path: "/api/health/ready", route: .ready),
        Row(path: "/api/sheets", route: .sheets),
        Row(path: "/api/transactions", route: .transactions),
        Row(path: "/api/transactions/x", route: nil),
        Row(path: "/api/sheets/people", route: .sheet("people")),
        Row(path: "/api/sheets/people/ada", route: .record(sheet: "people", path: "ada")),
        Row(path: "/api/sheets/people/a/b", route: .record(sheet: "people", path: "a/b")),
        Row(path: "/api/sheets/people/a%2Fb", route: .record(sheet: "people", path: "a/b")),
        Row(path: "/api/search", route: .search), Row(path: "/api/events", route: .events),
        Row(path: "/api/events/x", route: nil),
        Row(path: "/api/openapi.json", route: .apiDescription),
        Row(
            path: "/api/attachments/people/ada/pic.png",
            route: .attachment(sheet: "people", path: "ada", name: "pic.png")),
        Row(
            path: "/api/attachments/people/a/b/c",
            route: .attachment(sheet: "people", path: "a/b", name: "c")),
        Row(path: "/api/_internal/reload-data", route: .reload),
        Row(path: "/api/_internal/status", route: .status),
        Row(path: "/", route: .page), Row(path: "/?a=b", route: .page),
        Row(path: "//", route: nil), Row(path: "/page", route: nil),
        Row(path: "/page/style.css", route: .pageAsset("style.css")),
        Row(path: "/page/a/b", route: nil),
        Row(path: "/api/_internal/page", route: .wholePage),
        Row(path: "/api", route: nil), Row(path: "/api/", route: nil),
        Row(path: "/API/sheets", route: nil), Row(path: "//api/sheets", route: nil),
        Row(path: "/api/health", route: nil), Row(path: "/api/health/live/x", route: nil),
        Row(path: "/api/search/x", route: nil), Row(path: "/api/attachments/people", route: nil),
        Row(path: "/api/attachments/people/ada", route: nil),
        Row(path: "/api/_internal", route: nil), Row(path: "/api/_internal/", route: nil),
        Row(path: "/api/_internal/reload-data/", route: nil),
        Row(path: "/api/_internal/status/x", route: nil), Row(path: "/api%2Fsheets", route: nil),
        Row(path: "/api/x/../_internal/status", route: nil),
    ])
    func areFoundByThePath(row: Row) throws {
        #expect(Route(try RequestTarget(row.path).segments) == row.route)
    }

    @Test func knowTheirMethods() {
        for route in [Route.reload, .reconcile, .transactions] {
            #expect(route.methods == [.post])
        }
        for route in [Route.live, .ready, .sheets, .search, .status] {
            #expect(route.methods == [.get, .head])
        }
        #expect(Route.events.methods == [.get])
        #expect(Route.sheet("a").methods == [.get, .head, .post, .put])
        let record = Route.record(sheet: "a", path: "b")
        #expect(record.methods == [.get, .head, .put, .patch, .delete])
        let attachment = Route.attachment(sheet: "a", path: "b", name: "c")
        #expect(attachment.methods == [.get, .head, .put, .delete])
    }

    @Test func internalRoutesAreKnownAsSuch() {
        #expect(Route.reload.isInternal && Route.status.isInternal && Route.wholePage.isInternal)
        #expect(!Route.page.isInternal)
        #expect(!Route.sheets.isInternal && !Route.ready.isInternal)
    }
}
