import Testing

@testable import GitAccess

@Suite("A URL that is written down") struct RedactionTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let url: String
        let bare: String
        var testDescription: String { url }
    }

    @Test(arguments: [
        Row(url: "https://bot:token@host/a.git", bare: "https://host/a.git"),
        Row(url: "https://token@host:8443/a.git?x", bare: "https://host:8443/a.git?x"),
        Row(url: "HTTP://bot:p@ss@host", bare: "HTTP://host"),
        Row(url: "https://host/a@b.git", bare: "https://host/a@b.git"),
        Row(url: "ssh://git:word@host/a.git", bare: "ssh://git@host/a.git"),
        Row(url: "ssh://git@host:2222/a.git", bare: "ssh://git@host:2222/a.git"),
        Row(url: "git@host:acme/site.git", bare: "git@host:acme/site.git"),
        Row(url: "/srv/origin.git", bare: "/srv/origin.git"),
        Row(url: "file:///srv/a@b.git", bare: "file:///srv/a@b.git"), Row(url: "", bare: ""),
    ])
    func hasNoCredentials(row: Row) { #expect(Redaction.bare(row.url) == row.bare) }
}
