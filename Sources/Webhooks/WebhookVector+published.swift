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
    ]
}
