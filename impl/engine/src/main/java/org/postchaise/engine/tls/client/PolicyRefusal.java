/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

/** The failure of a policy lookup, which carries the answer. */
final class PolicyRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient PolicyAnswer.Unavailable answer;

    PolicyRefusal(PolicyAnswer.Unavailable answer) {
        super(answer.text(), null, false, false);
        this.answer = answer;
    }

    PolicyAnswer.Unavailable answer() {
        return answer;
    }
}
