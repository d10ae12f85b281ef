import GitModel
import TestSupport
import Testing

@Suite("Branch names")
struct BranchNameTests {
    static let candidates = [
        "main", "conflicts/2026-01-02T03-04-05Z", "a", "a/b/c", "ünïcode", "日本", "a@b", "@a", "a-",
        "release-1.0", "x.lockb", "a{b", "refs/heads/main", "a'b", "a\"b", "$(x)", ";rm",
        "a\u{301}", "", "/", "a/", "/a", "a//b", ".a", "a/.b", "a..b", "a.", "a.lock", "a.lock/b",
        "a b", "a~b",
        "a~\u{301}b", "a^", "a:b", "a?b", "a*b", "a[b", "a\\b", "a@{b", "a\u{7F}b", "a\tb", "a\nb",
        "a\r\nb", "-a", "@", "HEAD",
    ]

    @Test("valid exactly when git says so", arguments: candidates)
    func agreesWithGit(_ text: String) async {
        let gitAgrees = (try? await GitProgram.run(["check-ref-format", "--branch", text])) != nil
        #expect((BranchName(text) != nil) == (gitAgrees && text != "@"))
    }

    @Test func namesItsReferences() throws {
        let branch = try #require(BranchName("site/data"))
        #expect(branch.ref.text == "refs/heads/site/data")
        #expect(branch.trackingRef.text == "refs/remotes/origin/site/data")
        #expect(branch.acceptedRef.text == "refs/livetree/accepted/site/data")
    }

    @Test func aNameOfMoreThanTwoHundredBytesIsRefused() {
        #expect(BranchName(String(repeating: "a", count: 200)) != nil)
        #expect(BranchName(String(repeating: "a", count: 201)) == nil)
    }

    @Test func aReferenceNeedsAFolder() {
        #expect(RefName("HEAD") == nil)
        #expect(RefName("refs/heads/main") != nil)
    }
}
