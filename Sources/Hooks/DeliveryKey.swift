import GitModel

/// One delivery about one branch of one repository: what is not done twice after it succeeded.
///
/// The sender's id alone is no key: it is not signed, and one delivery may be about several
/// branches.
package struct DeliveryKey: Hashable, Sendable {
    package let lane: HookLane
    private let branchName: ExactText
    private let id: ExactText

    package var branch: String { branchName.text }
    package var delivery: String { id.text }

    /// Nil without a delivery id.
    package init?(_ lane: HookLane, _ work: HookWork) {
        guard let delivery = work.delivery else { return nil }
        self.init(lane: lane, branch: work.branch, delivery: delivery)
    }

    package init(lane: HookLane, branch: String, delivery: String) {
        self.lane = lane
        branchName = ExactText(branch)
        id = ExactText(delivery)
    }
}
