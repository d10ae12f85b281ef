import FuzzKit
import GitModel
import HTTPTypes
import JSONModel
import Reload
import Webhooks

@testable import HTTPAPI

/// What holds for each body that the reload endpoint reads.
enum ReloadRules {
    private static let remote = RemoteIdentity(url: "https://forge.example/acme/site.git")

    /// It is refused as every bad request is, or asks for no more than it says.
    static func check(event: String?, _ body: [UInt8]) {
        guard let branch = BranchName("main") else { finding("main is no branch") }
        for isFromAny in [false, true] {
            let wish: ReloadWish
            do throws(APIError) {
                wish = try ReloadWish.read(
                    body, event: event, branch: branch, remote: remote,
                    fromAnyRepository: isFromAny)
            } catch {
                claim(
                    error.status == .badRequest && error.code == "bad-request"
                        && !error.message.isEmpty,
                    "refused with \(error.status) \(error.code)")
                continue
            }
            switch wish {
            case .ignore(let why): claim(!why.isEmpty, "ignored without a reason")
            case .reload(let asked):
                guard !body.isEmpty else {
                    claim(asked.branch == nil && asked.commit == nil, "nothing says something")
                    continue
                }
                guard let json = try? JSON.parse(body) else { finding("no JSON was read") }
                let said = Said(json)
                if let branch = asked.branch {
                    claim(
                        said.holds(branch) || said.holds("refs/heads/" + branch),
                        "nobody spoke of the branch \(branch)")
                }
                if let commit = asked.commit {
                    claim(
                        (4...40).contains(commit.hex.utf8.count)
                            && said.holdsIgnoringCase(commit.hex),
                        "nobody spoke of the commit \(commit.hex)")
                }
            }
        }
    }
}
