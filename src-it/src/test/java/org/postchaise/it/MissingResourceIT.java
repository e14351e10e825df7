/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.postchaise.it.server.ServerControl;
import org.postchaise.it.server.ServerException;

/** An application whose server lacks what it needs does not start, and an operator is told what to add. */
class MissingResourceIT {
    private final ServerControl server = ServerSession.control();

    @Test
    void aMissingConnectionFactoryFailsTheDeploymentInOneLine() {
        Path war = Archives.missingFactory();
        int before = server.log().length();

        ServerException refused = catchThrowableOfType(ServerException.class, () -> server.deploy(war));

        assertThat(refused).isNotNull();
        assertThat((refused.getMessage() + "\n" + server.log().substring(before)).lines())
                .anyMatch(line -> line.contains("no mail connection factory at java:/postchaise/newsletter")
                        && line.contains("expected one of the resource adapter postchaise"));
    }

    /** The queues of a failed deployment are removed with the deployment, except on a server that keeps failed deployments, as WildFly's scanner does. */
    @Test
    void anApplicationStartsAfterOneThatFailed() {
        ServerSession.requireWildFly("Payara keeps no queues in its management model");
        assertThatThrownBy(() -> server.deploy(Archives.missingFactory())).isInstanceOf(ServerException.class);

        server.deploy(Archives.sample());
        server.undeploy(Archives.sample().getFileName().toString());
    }
}
