/* SPDX-License-Identifier: Apache-2.0 */
/** Status notifications (RFC 3461, RFC 3464, RFC 6533): from what became of recipients to the mail that tells it, as bounce(8). */
package org.postchaise.engine.bounce;
