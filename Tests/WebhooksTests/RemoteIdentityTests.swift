import Testing
import Webhooks

@Suite("A remote's identity") struct RemoteIdentityTests {
    @Test(arguments: [
        "https://github.com/acme/site", "https://github.com/acme/site.git",
        "https://github.com/acme/site.git/", "https://github.com/acme/site/",
        "http://github.com/acme/site", "https://GitHub.com/Acme/SITE.git",
        "https://user@github.com/acme/site", "https://user:pa@ss@github.com/acme/site",
        "https://github.com:443/acme/site", "ssh://git@github.com/acme/site.git",
        "ssh://git@github.com:2222/acme/site.git", "git://github.com/acme/site",
        "git@github.com:acme/site.git", "github.com:acme/site", "git@github.com:/acme/site.git",
        "git@GITHUB.com:acme/site.GIT", "git+ssh://git@github.com//acme/site",
    ])
    func isOneForAllWaysOfWriting(url: String) {
        #expect(RemoteIdentity(url: url) == RemoteIdentity(url: "https://github.com/acme/site"))
    }

    @Test(arguments: [
        "https://github.com/acme/site2", "https://gitlab.com/acme/site",
        "https://github.com/acme", "https://github.com/", "https://github.com",
        "https://github.com/acme/site/extra", "/acme/site", "acme/site", "", ":", "://", "@:",
        "https://", "https:///acme/site", "git@:acme/site", "file:///acme/site",
        "https://github.com.evil.org/acme/site", "https://evil.org/github.com/acme/site",
        "https://github.com@evil.org/acme/site",
    ])
    func tellsOthersApart(url: String) {
        #expect(RemoteIdentity(url: url) != RemoteIdentity(url: "https://github.com/acme/site"))
    }

    @Test(arguments: [
        ("/srv/git/site.git", "file:///srv/git/site"), ("/srv/git/site/", "/srv/git/site"),
        ("ssh://git@[2001:db8::1]:22/a/b.git", "ssh://[2001:db8::1]/a/b"),
        ("git@[2001:db8::1]:a/b", "ssh://git@[2001:db8::1]/a/b"),
    ])
    func knowsPathsAndNumericHosts(one: String, other: String) {
        #expect(RemoteIdentity(url: one) == RemoteIdentity(url: other))
    }

    @Test func aPathWithAColonIsAPath() {
        #expect(RemoteIdentity(url: "/srv/a:b/c") == RemoteIdentity(url: "file:///srv/a:b/c"))
        #expect(RemoteIdentity(url: "./a:b") != RemoteIdentity(url: "a:b"))
    }
}
