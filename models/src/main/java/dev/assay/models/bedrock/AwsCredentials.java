package dev.assay.models.bedrock;

import dev.assay.models.http.ApiKey;
import dev.assay.models.http.Credentials;
import dev.assay.models.http.OutgoingRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// AWS's keys from the environment: AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY and, where they are for a
/// while only, AWS_SESSION_TOKEN. They sign each attempt anew.
final class AwsCredentials implements Credentials {

    private final Optional<SignatureV4> signature;
    private final String secret;
    private final String session;

    private AwsCredentials(Optional<SignatureV4> signature, String secret, String session) {
        this.signature = signature;
        this.secret = secret;
        this.session = session;
    }

    static AwsCredentials of(String region, Function<String, @Nullable String> environment) {
        Optional<String> id = ApiKey.read("AWS_ACCESS_KEY_ID", environment);
        Optional<String> secret = ApiKey.read("AWS_SECRET_ACCESS_KEY", environment);
        Optional<String> session = ApiKey.read("AWS_SESSION_TOKEN", environment);
        if (id.isEmpty() || secret.isEmpty()) {
            return new AwsCredentials(Optional.empty(), "", "");
        }
        return new AwsCredentials(
                Optional.of(new SignatureV4(id.get(), secret.get(), session, region, "bedrock")),
                secret.get(),
                session.orElse(""));
    }

    @Override
    public void sign(OutgoingRequest.Signed request, Instant now) {
        signature.ifPresent(signer -> signer.sign(request, now));
    }

    @Override
    public String variable() {
        return "AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY";
    }

    @Override
    public boolean isSet() {
        return signature.isPresent();
    }

    @Override
    public String redact(String text) {
        String clean = secret.isEmpty() ? text : text.replace(secret, "[AWS_SECRET_ACCESS_KEY]");
        return session.isEmpty() ? clean : clean.replace(session, "[AWS_SESSION_TOKEN]");
    }

    @Override
    public String toString() {
        return variable() + (isSet() ? " (set)" : " (not set)");
    }
}
