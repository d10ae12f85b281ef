/// One delivery about one branch of one repository: what is not done twice after it succeeded.
///
/// The sender's id alone is no key: it is not signed, and one delivery may be about several
/// branches.
package struct DeliveryKey: Hashable, Sendable {
    package let lane: HookLane
    package let branch: String
    package let delivery: String

    /// Nil without a delivery id.
    package init?(_ lane: HookLane, _ work: HookWork) {
        guard let delivery = work.delivery else { return nil }
        self.init(lane: lane, branch: work.branch, delivery: delivery)
    }

    package init(lane: HookLane, branch: String, delivery: String) {
        self.lane = lane
        self.branch = branch
        self.delivery = delivery
    }
}
