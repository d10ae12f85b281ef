import Hooks
import Testing

@Suite struct HookLaneTests {
    @Test func twoSpellingsOfOneCharacterAreTwoRepositories() {
        let one = HookLane(.gitops, "acme/\u{E9}")
        let other = HookLane(.gitops, "acme/e\u{301}")
        #expect(one != other)
        #expect(Set([one, other]).count == 2)
        #expect(one == HookLane(.gitops, "acme/\u{E9}"))
    }

    @Test func twoSpellingsOfOneBranchAreTwoDeliveries() {
        let lane = HookLane(.gitops, "acme/site")
        let one = DeliveryKey(lane: lane, branch: "\u{E9}", delivery: "d")
        #expect(one != DeliveryKey(lane: lane, branch: "e\u{301}", delivery: "d"))
        #expect(one == DeliveryKey(lane: lane, branch: "\u{E9}", delivery: "d"))
    }

    @Test(arguments: [
        ("acme/site", "site"), ("a/b/c", "c"), ("acme/site/", "site"), ("site", "site"),
        ("/", "/"), ("acme/\u{301}x", "\u{301}x"),
    ])
    func theShortNameIsWhatFollowsTheLastSlash(name: String, short: String) {
        #expect(HookLane(.gitops, name).shortName.utf8.elementsEqual(short.utf8))
    }
}
