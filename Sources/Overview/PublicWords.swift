/// What everybody may read of something that an operator is needed for.
enum PublicWords {
    static func of(_ event: String) -> (message: String, hint: String) {
        switch event {
        case "push-halted":
            (
                "pushing to the remote is halted",
                "the details say why; after a divergence, reconcile"
            )
        case "authentication-failed":
            ("the remote refuses this server's credentials", "renew the key or the token")
        case "rebuild-failed":
            (
                "the newest commit has files that cannot be served",
                "the details name them; correct them and push"
            )
        case "remote-rewritten":
            (
                "the remote's history was rewritten, and nothing is pushed until somebody decides",
                "the details say what is lost; put it back, or adopt the new history"
            )
        case "unrelated-histories":
            (
                "the remote shares no history with what is served",
                "look whether it is the right remote"
            )
        case "local-damaged":
            ("the repository on this machine is damaged or locked", "the details name the object")
        case "storage-full": ("the disk is full", "make room; the next try succeeds")
        default: (event, "the details say more")
        }
    }
}
