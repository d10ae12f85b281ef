/// What is to happen at the named points of a server: a pure value that is asked at each arrival.
struct PointPlan: Sendable {
    /// What becomes of one arrival.
    enum Decision: Equatable, Sendable {
        /// It is held at a gate.
        case held
        /// It goes on.
        case pass
        /// It goes on into an error.
        case fail
        /// The process ends by SIGKILL.
        case kill
        /// It waits so long; nil: until the fault is healed.
        case delay(Duration?, fault: String)
        /// The whole process stands still so long; nil: until the fault is healed.
        case pause(Duration?, fault: String)
    }

    private struct Gate: Sendable {
        let point: String
        let nth: Int
        var arrivals = 0
        var isReached: Bool { arrivals >= nth }
    }

    private var faults: [Fault] = []
    private var gates: [String: Gate] = [:]
    private var random: SplitMix
    /// Faults that had an effect, by id.
    private(set) var met: Set<String> = []

    /// `seed` decides about probabilities.
    init(seed: UInt64) { random = SplitMix(seed: seed) }

    /// The points at which a server has to wait for a decision.
    var points: Set<String> {
        Set(faults.compactMap(\.point) + gates.values.map(\.point))
    }

    /// Starts a fault, in the place of one of the same name.
    mutating func begin(_ fault: Fault) {
        faults.removeAll { $0.id == fault.id }
        faults.append(fault)
    }

    /// Holds the gate's `nth` arrival at `point` from now on.
    mutating func arm(_ id: String, at point: String, nth: Int) {
        gates[id] = Gate(point: point, nth: nth)
    }

    /// True once somebody was held at the gate.
    func isReached(_ id: String) -> Bool { gates[id]?.isReached ?? false }

    /// Disarms a gate. Returns its point when somebody is held there, who goes on.
    mutating func release(_ id: String) -> String? {
        guard let gate = gates.removeValue(forKey: id), gate.isReached else { return nil }
        return gate.point
    }

    /// Ends one fault; with nil all of them, and every gate.
    mutating func heal(_ id: String?) {
        if let id {
            faults.removeAll { $0.id == id }
        } else {
            faults = []
            gates = [:]
        }
    }

    /// What becomes of whoever has arrived at `point`.
    mutating func arrival(at point: String) -> Decision {
        var isHeld = false
        for id in gates.keys.sorted() where gates[id]?.point == point {
            gates[id]?.arrivals += 1
            if let gate = gates[id], gate.arrivals == gate.nth { isHeld = true }
        }
        return isHeld ? .held : decision(at: point)
    }

    /// What the faults make of an arrival that no gate holds.
    mutating func decision(at point: String) -> Decision {
        for fault in faults where fault.point == point && random.chance(fault.probability) {
            met.insert(fault.id)
            switch fault.do ?? .kill {
            case .kill: return .kill
            case .throw: return .fail
            case .delay: return .delay(fault.for, fault: fault.id)
            case .pause: return .pause(fault.for, fault: fault.id)
            }
        }
        return .pass
    }
}
