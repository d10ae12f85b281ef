import Reconcile

extension Story {
    /// What a scenario of it reaches.
    var marks: Set<Mark> {
        var marks: Set<Mark> = []
        for step in steps {
            if let outcome = step.outcome, step.crashPoint == nil {
                marks.insert(.outcome(outcome))
            }
            if let point = step.crashPoint { marks.insert(.crash(point)) }
            if step.write != nil { marks.insert(.event("acknowledged")) }
            if let end = step.end {
                if end.conflictBranches > 0 { marks.insert(.event("pushed-conflict-branch")) }
                marks.insert(.event("push \(end.push)"))
            }
            switch step.command {
            case .breakNetwork(let fault): if step.isMet { marks.insert(.fault("\(fault)")) }
            case .reconcile(let adoption?): marks.insert(.event("adopt \(adoption.rawValue)"))
            default: break
            }
        }
        return marks
    }
}
