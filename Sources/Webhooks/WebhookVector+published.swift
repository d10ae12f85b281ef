extension WebhookVector {
    /// Signatures that a scheme's own documentation or library prints.
    static let published: [WebhookVector] = [
        WebhookVector(
            name: "GitHub, \"Validating webhook deliveries\"", scheme: .github,
            secret: "It's a Secret to Everybody", body: "Hello, World!",
            headers: [
                (
                    "X-Hub-Signature-256",
                    "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
                )
            ]),
        WebhookVector(
            name: "GitHub's webhooks-methods.js", scheme: .github, secret: "mysecret",
            body: "{\"foo\":\"bar\"}",
            headers: [
                (
                    "X-Hub-Signature-256",
                    "sha256=4864d2759938a15468b5df9ade20bf161da9b4f737ea61794142f3484236bda3"
                )
            ]),
        WebhookVector(
            name: "Bitbucket, \"Manage webhooks\"", scheme: .bitbucket,
            secret: "It's a Secret to Everybody", body: "Hello World!",
            headers: [
                (
                    "X-Hub-Signature",
                    "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9"
                )
            ]),
        WebhookVector(
            name: "Standard Webhooks, its libraries' tests", scheme: .standardWebhooks,
            secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", body: "{\"test\": 2432232314}",
            headers: [
                ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"), ("webhook-timestamp", "1614265330"),
                ("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
            ], now: 1_614_265_330),
        WebhookVector(
            name: "Standard Webhooks, its Rust library", scheme: .standardWebhooks,
            secret: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
            body: "{\"email\":\"test@example.com\",\"username\":\"test_user\"}",
            headers: [
                ("webhook-id", "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk"),
                ("webhook-timestamp", "1649367553"),
                ("webhook-signature", "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw="),
            ], now: 1_649_367_553),
        // Gitea and Forgejo print no vector; their header is the bare HMAC, and so are RFC 4231's.
        WebhookVector(
            name: "Gitea and Forgejo, RFC 4231 test case 1", scheme: .gitea,
            secret: String(repeating: "\u{0B}", count: 20), body: "Hi There",
            headers: [
                (
                    "X-Gitea-Signature",
                    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
                )
            ]),
        WebhookVector(
            name: "Gitea and Forgejo, RFC 4231 test case 2", scheme: .gitea, secret: "Jefe",
            body: "what do ya want for nothing?",
            headers: [
                (
                    "X-Forgejo-Signature",
                    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
                )
            ]),
        // GitLab sends the token itself: there is nothing to compute.
        WebhookVector(
            name: "GitLab, the token itself", scheme: .gitlab, secret: "my-secret-token",
            body: "{}", headers: [("X-Gitlab-Token", "my-secret-token")]),
    ]
}
