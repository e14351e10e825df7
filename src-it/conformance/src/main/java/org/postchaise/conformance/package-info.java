/* SPDX-License-Identifier: Apache-2.0 */
/** Test drivers, never shipped: the adapters by which the conformance suite runs the project; one scenario in, its outcomes out. */
package org.postchaise.conformance;
