import Testing

@testable import HTTPAPI

@Suite("A request target") struct RequestTargetTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let target: String
        var segments: [String] = [""]
        var query: [String] = []
        var testDescription: String { target }
    }

    @Test(arguments: [
        Row(target: "/"), Row(target: "/?"), Row(target: "/a/b", segments: ["a", "b"]),
        Row(target: "/a/b/", segments: ["a", "b", ""]), Row(target: "//a", segments: ["", "a"]),
        Row(target: "/a%2Fb", segments: ["a/b"]), Row(target: "/%C3%A9", segments: ["é"]),
        Row(target: "/a+b", segments: ["a+b"]), Row(target: "/a%20b", segments: ["a b"]),
        Row(target: "/..%2f..", segments: ["../.."]), Row(target: "/%3Fq", segments: ["?q"]),
        Row(target: "/%2525", segments: ["%25"]), Row(target: "/a;b=1", segments: ["a;b=1"]),
        Row(target: "/?q=a+b%2Bc", query: ["q=a b+c"]), Row(target: "/?a", query: ["a="]),
        Row(target: "/?a=&&b==1", query: ["a=", "b==1"]), Row(target: "/?a?b=1", query: ["a?b=1"]),
        Row(target: "/?a=1&a=2", query: ["a=1", "a=2"]), Row(target: "/?%61=%62", query: ["a=b"]),
        Row(target: "/?a=%26%3D", query: ["a=&="]), Row(target: "/?=", query: ["="]),
        Row(target: "/?q=\u{5C7}b&\u{301}=c", query: ["q=\u{5C7}b", "\u{301}=c"]),
        Row(target: "/a/\u{301}b", segments: ["a", "\u{301}b"]),
    ])
    func isSplitAndDecoded(row: Row) throws {
        let parsed = try RequestTarget(row.target)
        #expect(parsed.segments == row.segments)
        #expect(parsed.query.map { "\($0.name)=\($0.value)" } == row.query)
    }

    @Test(arguments: [
        "/%", "/%2", "/%zz", "/%2g", "/a%", "/?a=%", "/?%=1", "/?a=%f", "/%-1", "/%+1", "/% 1",
        "/%00", "/?a=%00", "/a%00b", "/%FF", "/?q=%ff", "/%C3", "/%C3%28", "/%C0%AF",
        "/%ED%A0%80", "/%F4%90%80%80", "/?%80=1",
    ])
    func brokenEncodingIsABadRequest(target: String) {
        #expect { try RequestTarget(target) } throws: { error in
            (error as? APIError)?.code == "bad-request"
        }
    }

    @Test func boundsTheNumberOfParameters() throws {
        let most = Array(repeating: "a=1", count: Limits.queryParameters)
        #expect(try RequestTarget("/?" + most.joined(separator: "&")).query.count == most.count)
        let more = "/?" + (most + ["a"]).joined(separator: "&")
        #expect(throws: APIError.self) { try RequestTarget(more) }
    }

    @Test func answersTheFirstOfTwoParametersWithOneName() throws {
        let target = try RequestTarget("/?a=1&a=2")
        #expect(target.first("a") == "1")
        #expect(target.first("b") == nil)
    }
}
