import FuzzKit
import JSONModel
import Webhooks

/// What holds for each delivery whose signature was good.
enum DeliveryRules {
    static func check(
        _ scheme: SignatureScheme, _ fields: [(name: String, value: String)], _ body: JSON
    ) {
        let headers = DeliveryHeaders(fields)
        let content = DeliveryContent.read(scheme, headers, body)
        switch content {
        case .ping: break
        case .ignored(let why): claim(!why.isEmpty && why.utf8.count <= 600, "ignored: \(why)")
        case .malformed(let why): claim(!why.isEmpty && why.utf8.count <= 600, "malformed: \(why)")
        case .pushes(let pushes):
            claim((1...1_000).contains(pushes.count), "\(pushes.count) pushes")
            let said = Said(body)
            for push in pushes { check(push, said) }
        }
        guard let expected = PlainPush.content(scheme, headers, body) else { return }
        claim(expected == PlainPush.Content(content), "\(scheme): \(content), not \(expected)")
    }

    /// Everything about a push was said, and can be put into a command's arguments and environment.
    private static func check(_ push: HookPush, _ said: Said) {
        for name in [push.repository, push.branch] {
            claim(
                (1...512).contains(name.utf8.count)
                    && name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control },
                "\(name.debugDescription) is no name")
        }
        let pair = push.repository.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 1)
            .map { String(Substring($0)) }
        claim(
            said.holds(push.repository) || pair.count == 2 && pair.allSatisfy(said.holds),
            "nobody spoke of the repository \(push.repository)")
        claim(
            said.holds("refs/heads/" + push.branch) || said.holds(push.branch),
            "nobody spoke of the branch \(push.branch)")
        claim(
            [40, 64].contains(push.commit.utf8.count)
                && push.commit.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
                && push.commit.utf8.contains { $0 != UInt8(ascii: "0") },
            "\(push.commit) is no commit")
        claim(said.holdsIgnoringCase(push.commit), "nobody spoke of the commit \(push.commit)")
        claim(
            push.delivery.map { id in
                id.utf8.count <= 210 && id.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
            } ?? true, "\(push.delivery ?? "") is the id of a delivery")
    }
}
