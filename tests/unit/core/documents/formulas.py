# ruff: noqa: E501, W291 - formulas stand here as they were written
"""Formulas as recognition engines write them, and the rung of the ladder that each must reach."""

from __future__ import annotations

PLAIN = r"""
E = m c ^ { 2 }
\frac { - b \pm \sqrt { b ^ { 2 } - 4 a c } } { 2 a }
\operatorname { s o f t m a x } ( z _ { i } ) = \frac { e ^ { z _ { i } } } { \sum _ { j = 1 } ^ { K } e ^ { z _ { j } } }
\mathrm { A t t e n t i o n } ( Q , K , V ) = \mathrm { s o f t m a x } \left( \frac { Q K ^ { T } } { \sqrt { d _ { k } } } \right) V
\begin{array} { r l } { f ( x ) } & { { } = a x ^ { 2 } + b x + c } \\ { g ( x ) } & { { } = \frac { 1 } { x } } \end{array}
\begin{array} { c c c } { 1 } & { 0 } & { 0 } \\ { 0 } & { 1 } & { 0 } \end{array}
f ( x ) = \left\{ \begin{array} { l l } { x , } & { \mathrm { i f ~ } x \geq 0 } \\ { - x , } & { \mathrm { o t h e r w i s e } } \end{array} \right.
f(x) = \begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}
\begin{aligned} a & = b + c \\ & = d + e \end{aligned}
\begin{array} { r l } { \operatorname* { m i n } _ { x } } & { f ( x ) } \\ { \mathrm { s . t . } } & { g ( x ) \leq 0 } \end{array}
A = \begin{pmatrix} a & b \\ c & d \end{pmatrix}
\left[ \begin{array} { l l } { \mathbf { A } } & { \mathbf { B } } \\ { \mathbf { C } } & { \mathbf { D } } \end{array} \right]
\begin{bmatrix} a_{11} & \cdots & a_{1n} \\ \vdots & \ddots & \vdots \\ a_{m1} & \cdots & a_{mn} \end{bmatrix}
\left| \begin{array} { c c } { a } & { b } \\ { c } & { d } \end{array} \right| = a d - b c
\underset { \theta } { \arg \operatorname* { m a x } } \ \mathcal { L } ( \theta )
\operatorname* { m i n } _ { G } \operatorname* { m a x } _ { D } V ( D , G ) = \mathbb { E } _ { x \sim p _ { \mathrm { d a t a } } } [ \log D ( x ) ]
\lim _ { n \to \infty } \left( 1 + \frac { 1 } { n } \right) ^ { n } = e
\overset { \mathrm { d e f } } { = }
X \xrightarrow { d } N ( 0 , 1 )
\overrightarrow { A B } + \vec { a }
\bar { x } = \frac { 1 } { n } \sum _ { i = 1 } ^ { n } x _ { i }
\boldsymbol { h } _ { t }
\widehat { \theta } _ { \mathrm { M L E } }
\tilde { \mathcal { O } } ( n \log n )
\mathbb { R } ^ { n \times m } , \mathbb { Z } , \mathbb { 1 } _ { \{ x > 0 \} }
\mathcal { N } ( \mu , \sigma ^ { 2 } ) , \mathscr { L } , \mathfrak { g }
a ^ { 2 } + b ^ { 2 } = c ^ { 2 } \tag{1}
\nabla \cdot \mathbf { E } = \frac { \rho } { \varepsilon _ { 0 } } \eqno ( 2 . 1 )
\dot { x } = A x + B u , \quad \ddot { y } + 2 \zeta \omega _ { n } \dot { y } = 0
\int _ { - \infty } ^ { \infty } e ^ { - x ^ { 2 } } \mathrm { d } x = \sqrt { \pi }
\iint _ { D } f ( x , y ) \, d x \, d y , \oint _ { C } \mathbf { F } \cdot d \mathbf { r }
\prod _ { p } \frac { 1 } { 1 - p ^ { - s } }
\binom { n } { k } = \frac { n ! } { k ! ( n - k ) ! }
\left. \frac { \partial f } { \partial x } \right| _ { x = x _ { 0 } }
\| \mathbf { x } \| _ { 2 } = \sqrt { \sum _ { i } x _ { i } ^ { 2 } }
\left\langle \psi \left| \hat { H } \right| \psi \right\rangle
\left\lfloor \frac { n } { 2 } \right\rfloor + \left\lceil \frac { n } { 2 } \right\rceil
\bigl( a + \bigl[ b \bigr] \bigr) , \Bigl| \frac { a } { b } \Bigr|
\Big \{ x \Big \} \quad \Big / \quad \Big \| y \Big \|
\sqrt [ 3 ] { x + y }
\underbrace { a + b + c } _ { n \ \mathrm { t e r m s } }
\overbrace { x _ { 1 } + \cdots + x _ { n } } ^ { \mathrm { s u m } }
A \xrightarrow [ g ] { f } B \xleftarrow [ ] { h } C
\mathrm { H } _ { 2 } \mathrm { S O } _ { 4 } + 2 \mathrm { N a O H }
^ { 1 4 } \mathrm { C }
1 0 0 ^ { \circ } \mathrm { C }
9 5 \% \mathrm { ~ C I ~ }
9 5 % C I
\mathrm { F } _ { 1 } = \frac { 2 \cdot \mathrm { P r e c i s i o n } } { \mathrm { R e c a l l } }
p ( \mathbf { x } ) = \frac { 1 } { ( 2 \pi ) ^ { d / 2 } | \mathbf { \Sigma } | ^ { 1 / 2 } } \exp \left( - \frac { 1 } { 2 } ( \mathbf { x } - \boldsymbol { \mu } ) ^ { \top } \right)
\left( \begin{matrix} { x } \\ { y } \end{matrix} \right) = \left( \begin{matrix} { \cos \theta } & { - \sin \theta } \\ { \sin \theta } & { \cos \theta } \end{matrix} \right)
\begin{array} { r c l } { \displaystyle \frac { d x } { d t } } & { = } & { \sigma ( y - x ) , } \\ { \displaystyle \frac { d y } { d t } } & { = } & { x ( \rho - z ) - y , } \end{array}
\begin{array} { c | c c } { } & { A } & { B } \\ \hline { X } & { 1 } & { 2 } \end{array}
\begin{split} a & = b \\ & = c \end{split}
\begin{gathered} x = 1 \\ y = 2 \end{gathered}
\begin{equation} a = b \end{equation}
\begin{align} a & = b \\ c & = d \end{align}
\begin{align*} a & = b \\ c & = d \end{align*}
\cfrac { 1 } { 1 + \cfrac { 1 } { 1 + x } } , \dfrac { a } { b } , \tfrac { c } { d }
\notin \not\subset \nsubseteq \not=
\forall \epsilon > 0 , \exists \delta > 0 : | x - a | < \delta \Rightarrow | f ( x ) - L | < \epsilon
A \cup B \cap C \setminus D \subseteq E \supseteq F \emptyset \varnothing
\alpha \beta \gamma \delta \epsilon \varepsilon \zeta \eta \theta \vartheta \iota \kappa \varrho \varpi
\leqslant \geqslant \ll \gg \approx \simeq \cong \equiv \propto \perp \parallel \mid \nmid
\to \rightarrow \Rightarrow \leftrightarrow \Leftrightarrow \mapsto \hookrightarrow \rightleftharpoons \uparrow \Downarrow
\checkmark \star \ast \dagger \ddagger \S \P \copyright \pounds
\text { if } x > 0 \text { 且 } y < 0
\text{平均} = \frac { \text{总和} } { n }
\textsf { T } , \texttt { c o d e } , \textit { d i f f } , \textbf { b o l d } , \textrm { r m }
a \mod n , a \pmod { n } , \gcd ( a , b ) , \Pr [ X ]
\mathbf { x } _ { i } \in \mathcal { X } , \mathrm { e } ^ { \mathrm { i } \pi } , \mathit { a }
{ \color{red} x + y } , \boxed { E = m c ^ { 2 } }
{ \color [rgb] {1,0,0} x + y }
x \cdot y \circ z \sim w , \mathrm { T r } ( A )
\hbar \omega , \ell , \Re z , \Im z , \wp , \aleph _ { 0 } , \partial , \nabla , \infty , \angle
| 0 \rangle , \langle 1 | , \vert x \vert , \Vert x \Vert
\mathrm { G F L O P s } = 2 \times H \times W \times ( C _ { i n } K ^ { 2 } + 1 ) \times C _ { o u t } \qquad ( 3 )
5 \mathrm { k g } \cdot \mathrm { m } ^ { - 1 } , \ 3 . 2 \times 1 0 ^ { - 5 } , \ \sim 2 0 \mu \mathrm { m }
{ } _ { \mathrm { t h } } ^ { \phantom{x} 2 } x
\mathrm { d } s ^ { 2 } = - \left( 1 - \frac { 2 G M } { c ^ { 2 } r } \right) c ^ { 2 } \mathrm { d } t ^ { 2 }
\mathop { \mathrm { a r g m a x } } _ { x } f ( x )
\mathop { \sum \sum } _ { i < j } a _ { i j }
\stackrel { \triangle } { = } x
x ^ { \prime } + f ^ { \prime \prime } ( x ) + y '
\mathrm { V _ { t h } }
\mathbf { 1 } \{ y _ { i } = j \}
\bf { x } + { \bf y } + \rm { T } + {\cal L}
\begin{array}{l}{\displaystyle{\frac{a}{b}}}\\[8pt]{c}\end{array}
\left( \begin{array} { c } { n } \\ { k } \end{array} \right)
\boldsymbol { \Sigma } ^ { - 1 } \boldsymbol { \theta }
\mathbb { P } \left( X _ { n } \geq t \right) \leq \exp \left\{ - \frac { t ^ { 2 } } { 2 \sigma ^ { 2 } } \right\}
a \, \mathrm{mm} \times b~\mathrm{mm}
\# \& \_ \{ \}
x \quad \mathrm { s u b j e c t ~ t o } \quad y
\begin{array} { r l r } & { a } & { b } \\ & { c } & { d } \end{array}
\bigoplus _ { i } V _ { i } , \bigotimes , \coprod , \biguplus
\xlongequal { a }
\longrightarrow \Longleftrightarrow \longmapsto \iff \implies
\mathring { A } , \acute { a } , \grave { a } , \check { z } , \breve { b }
\left( a \middle | b \right)
""".strip().split("\n")
"""Taken as they are."""

NORMALISED = r"""
\pmb { \theta } ^ { ( t + 1 ) } = \pmb { \theta } ^ { ( t ) } - \eta \nabla _ { \pmb { \theta } } J ( \pmb { \theta } )
\textcircled { 1 }
\textcircled { \scriptsize { 2 } } \quad a + b
\sum _ { \substack { i = 1 \\ i \neq j } } ^ { n } a _ { i j }
\begin{eqnarray} a & = & b \\ c & = & d \end{eqnarray}
\begin{smallmatrix} a & b \\ c & d \end{smallmatrix}
1 2 \, 3 \; 4 \! 5 \hspace { 1 0 p t } 6
a \hspace { 0 . 5 e m } b
\rlap { / } p + \not { p }
\L { ^ 2 }
\ce{H2O}
\overline { \overline { a } } , \underline { b } , \widetilde { a b c }
\begin{array} { c c } { \mathrm { A } } & \multicolumn { 2 } { c } { x } \end{array}
""".strip().split("\n")
"""Taken once their commands have other names."""

MALFORMED = r"""
\frac { 1 } { 2
a + b }
\left( \frac { a } { b }
\begin{array} { c c } { a } & { b } \\ { c } & { d }
a + b \right)
x ^ { 2 ^ { 3 } 
x _ 1 _ 2
x ^ 2 ^ 3
\unknowncmd { x } + \foo
\frac { a }
\sqrt
\begin{matrix} a & b \\ c & d
{ x
\mathrm { a _ b ^ }
x \left(
a # b $ c
\text { a_b & c }
\begin{array} { c } a \end{matrix}
\left( a \right. \right)
\end{array}
\hline x
\SI{5}{\kilo\gram}
""".strip().split("\n")
"""Something is missing, too much or unknown."""
