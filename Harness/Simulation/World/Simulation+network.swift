import GitAccess
import GitModel
import Push

/// The network and the remote behind it.
extension Simulation {
    var ports: PushPorts {
        PushPorts(
            push: { [self] orders, atomic in await push(orders, atomic: atomic) },
            look: { [self] in await look() },
            diverged: { [self] in await askReconcile() })
    }

    private func askReconcile() {
        if plan.reconcilesAlways { memory.wantsReconcile = true }
    }

    /// What the call under way meets; counts it.
    private func nextFault() -> NetworkFault? {
        step.networkCalls += 1
        let planned = step.faults.removeValue(forKey: step.networkCalls)
        guard let fault = planned ?? brokenNetwork else { return nil }
        return fault
    }

    private func failure(_ fault: NetworkFault) -> TransportFailure {
        switch fault {
        case .refused:
            TransportFailure(reason: .unreachable, message: "Connection refused")
        case .hung:
            TransportFailure(reason: .timeout, message: "no answer within a minute")
        case .unauthorised:
            TransportFailure(reason: .authentication, message: "HTTP Basic: Access denied")
        case .busy:
            TransportFailure(
                reason: .transport, message: "The requested URL returned error: 429")
        case .cutBefore, .cutAfter, .declined:
            TransportFailure(
                reason: .transport, message: "the remote end hung up unexpectedly")
        }
    }

    /// A fetch of the branch.
    func look() async -> FetchResult {
        let lost = FetchResult.failed(TransportFailure(reason: .transport, message: "gone"))
        guard (try? await boundary("fetch")) != nil else { return lost }
        let fault = nextFault()
        if let fault, fault != .declined {
            noteFault(fault, of: "fetch")
            return .failed(failure(fault))
        }
        let tip = originTip
        log.add("fetched", name(tip), tip.flatMap { book.number(of: $0) } ?? -1)
        if let tip { step.tipsSeen.insert(tip) }
        let answer: FetchResult =
            if let tip { .fetched(remoteTip: tip) } else {
                .branchMissing(remoteIsEmpty: origin.isEmpty)
            }
        guard (try? await boundary("fetch-over")) != nil else { return lost }
        if let tip { refs[Self.branch.trackingRef] = tip }
        return answer
    }

    private func noteFault(_ fault: NetworkFault, of call: String) {
        step.hadFault = true
        if fault == brokenNetwork { story.meetBrokenNetwork() } else { story.isTellable = false }
        marks.insert(.fault("\(call)-\(fault.rawValue)"))
        log.add("fault", "\(call) \(fault.rawValue)")
        if fault == .hung { time.advance(to: time.now + .seconds(60)) }
    }

    /// A push, as the git program and the remote carry it out.
    func push(_ orders: [PushOrder], atomic: Bool) async -> PushResult {
        let lost = PushResult.failed(
            TransportFailure(reason: .transport, message: "gone"), retryAfter: nil)
        if mutant == .ackBeforePush { return claim(orders) }
        if mutant == .shortNames, orders.contains(where: isAmbiguous) {
            return .failed(
                TransportFailure(reason: .transport, message: "matches more than one"),
                retryAfter: nil)
        }
        guard (try? await boundary("push")) != nil else { return lost }
        var result = send(orders, atomic: atomic)
        if mutant == .retryRefusal {
            for _ in 0..<2 where result.isRefusal { result = send(orders, atomic: atomic) }
        }
        guard (try? await boundary("push-over")) != nil else { return lost }
        if mutant == .ignoreConflictFailure, orders.contains(where: \.isForConflict) {
            return claim(orders)
        }
        return result
    }

    private func claim(_ orders: [PushOrder]) -> PushResult {
        let pairs = orders.map { ($0.destination, PushVerdict.accepted) }
        return .answered(Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
    }

    /// Whether git would refuse the short name of a branch: it stands for several references, or
    /// for none yet.
    private func isAmbiguous(_ order: PushOrder) -> Bool {
        let short = order.destination.text.replacing("refs/heads/", with: "")
        guard let tag = RefName("refs/tags/\(short)") else { return true }
        return origin[tag] != nil || (order.isForConflict && origin[order.destination] == nil)
    }

    private func send(_ orders: [PushOrder], atomic: Bool) -> PushResult {
        let fault = nextFault()
        checkPace(of: orders)
        if let fault {
            noteFault(fault, of: "push")
            switch fault {
            case .cutAfter: _ = carryOut(orders, atomic: atomic)
            case .declined:
                let verdict = PushVerdict.rejected(
                    .remoteRejected, message: "pre-receive hook declined")
                audit.lastPush?.wasRefused = true
                let pairs = orders.map { ($0.destination, verdict) }
                return .answered(Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
            case .refused, .cutBefore, .hung, .unauthorised, .busy: break
            }
            audit.lastPush?.wasRefused = true
            return .failed(failure(fault), retryAfter: fault == .busy ? .seconds(30) : nil)
        }
        let verdicts = carryOut(orders, atomic: atomic)
        audit.lastPush?.wasRefused = verdicts.values.contains { $0 != .accepted }
        return .answered(verdicts)
    }

    private func carryOut(_ orders: [PushOrder], atomic: Bool) -> [RefName: PushVerdict] {
        var verdicts: [RefName: PushVerdict] = [:]
        for order in orders { verdicts[order.destination] = judge(order) }
        if atomic, verdicts.values.contains(where: { $0 != .accepted }) {
            for (ref, verdict) in verdicts where verdict == .accepted {
                verdicts[ref] = .rejected(.atomic, message: "atomic push failed")
            }
            return verdicts
        }
        for order in orders where verdicts[order.destination] == .accepted {
            deliver(order)
        }
        return verdicts
    }

    private func judge(_ order: PushOrder) -> PushVerdict {
        let current = origin[order.destination]
        if current == order.source || mutant == .forcePush { return .accepted }
        if let expected = order.expected, !book.isAncestor(expected, of: order.source) {
            return .rejected(.nonFastForward, message: "not a fast-forward")
        }
        guard current == order.expected else {
            return .rejected(.staleInfo, message: "stale info")
        }
        return .accepted
    }

    private func deliver(_ order: PushOrder) {
        let before = origin[order.destination]
        guard before != order.source else { return }
        log.add(
            "pushed", "\(order.destination) \(name(before)) → \(name(order.source))",
            book.number(of: order.source) ?? -1)
        checkPush(order, from: before)
        origin[order.destination] = order.source
        if order.destination == Self.branch.ref {
            step.movedOrigin = true
            step.tipsSeen.insert(order.source)
        }
        marks.insert(.event(order.isForConflict ? "pushed-conflict-branch" : "pushed"))
    }
}

extension PushOrder {
    /// Whether it makes a conflict branch on the remote.
    var isForConflict: Bool { ConflictBranch(ref: destination) != nil }
}

extension PushResult {
    /// Whether the remote said no to anything.
    var isRefusal: Bool {
        guard case .answered(let verdicts) = self else { return false }
        return verdicts.values.contains { $0 != .accepted }
    }
}
