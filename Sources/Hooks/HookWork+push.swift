import Webhooks

extension HookWork {
    /// What a push tells a run. A delivery id that is unusable as one is left out.
    init(_ push: HookPush) {
        let delivery = push.delivery.flatMap { id in
            let isPlain = id.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            return isPlain && (1...Limits.deliveryBytes).contains(id.utf8.count) ? id : nil
        }
        self.init(branch: push.branch, commit: push.commit, delivery: delivery)
    }
}
