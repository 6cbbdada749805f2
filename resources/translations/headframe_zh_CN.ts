<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>About</name>
    <message>
        <source>About Headframe</source>
        <translation>关于 Headframe</translation>
    </message>
    <message>
        <source>The desktop front of MinerU: PDFs to Markdown, on the card you choose, on this machine. Free software under the GNU Affero General Public License, version 3 or later.</source>
        <translation>MinerU 的桌面前端：在本机、在您选定的卡上把 PDF 转换为 Markdown。自由软件，遵循 GNU Affero 通用公共许可证第 3 版或更新版本。</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;About Headframe</source>
        <translation>关于 Headframe(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Add PDFs…</source>
        <translation>添加 PDF(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;All that failed</source>
        <translation>全部失败的文档(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Batches and history…</source>
        <translation>批次与历史(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Engines…</source>
        <translation>引擎(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Open a result&apos;s folder…</source>
        <translation>打开结果文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Paste files or paths</source>
        <translation>粘贴文件或路径(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Remove from the list</source>
        <translation>从列表中移除(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Save as</source>
        <translation>另存为(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>搜索(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>设置(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Undo cancelling %n document(s)</source>
        <translation>
            <numerusform>撤销对 %n 个文档的取消(&amp;U)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Undo moving %n document(s)</source>
        <translation>
            <numerusform>撤销对 %n 个文档的移动(&amp;U)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Undo removing %n document(s)</source>
        <translation>
            <numerusform>撤销对 %n 个文档的移除(&amp;U)</numerusform>
        </translation>
    </message>
    <message>
        <source>Add a &amp;folder…</source>
        <translation>添加文件夹(&amp;F)…</translation>
    </message>
    <message numerus="yes">
        <source>Cancel %n document(s) again</source>
        <translation>
            <numerusform>重新取消 %n 个文档</numerusform>
        </translation>
    </message>
    <message>
        <source>Con&amp;vert a folder…</source>
        <translation>转换文件夹(&amp;V)…</translation>
    </message>
    <message>
        <source>Convert &amp;next</source>
        <translation>优先转换(&amp;N)</translation>
    </message>
    <message>
        <source>Convert a&amp;gain</source>
        <translation>重新转换(&amp;G)</translation>
    </message>
    <message>
        <source>Copy as &amp;Markdown</source>
        <translation>复制为 Markdown(&amp;M)</translation>
    </message>
    <message>
        <source>G&amp;o on</source>
        <translation>继续(&amp;O)</translation>
    </message>
    <message>
        <source>Go on with e&amp;verything</source>
        <translation>全部继续(&amp;V)</translation>
    </message>
    <message numerus="yes">
        <source>Move %n document(s) again</source>
        <translation>
            <numerusform>重新移动 %n 个文档</numerusform>
        </translation>
    </message>
    <message>
        <source>Open the &amp;PDF</source>
        <translation>打开 PDF(&amp;P)</translation>
    </message>
    <message>
        <source>Open the &amp;result&apos;s folder</source>
        <translation>打开结果文件夹(&amp;R)</translation>
    </message>
    <message>
        <source>P&amp;rofiles…</source>
        <translation>配置方案(&amp;R)…</translation>
    </message>
    <message>
        <source>Pause e&amp;verything</source>
        <translation>全部暂停(&amp;V)</translation>
    </message>
    <message>
        <source>R&amp;ead</source>
        <translation>阅读(&amp;E)</translation>
    </message>
    <message>
        <source>Re&amp;do</source>
        <translation>重做(&amp;D)</translation>
    </message>
    <message numerus="yes">
        <source>Remove %n document(s) again</source>
        <translation>
            <numerusform>重新移除 %n 个文档</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove all that are &amp;done</source>
        <translation>移除所有已完成的(&amp;D)</translation>
    </message>
    <message>
        <source>Result &amp;below the list</source>
        <translation>结果显示在列表下方(&amp;B)</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <source>Show &amp;log</source>
        <translation>显示日志(&amp;L)</translation>
    </message>
    <message>
        <source>Show the &amp;result</source>
        <translation>显示结果(&amp;R)</translation>
    </message>
</context>
<context>
    <name>Adding</name>
    <message>
        <source>Add PDFs</source>
        <translation>添加 PDF</translation>
    </message>
    <message>
        <source>Add a folder of PDFs</source>
        <translation>添加 PDF 文件夹</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>PDF documents (*.pdf *.PDF)</source>
        <translation>PDF 文档 (*.pdf *.PDF)</translation>
    </message>
    <message>
        <source>There are no files and no paths in the clipboard.</source>
        <translation>剪贴板中没有文件或路径。</translation>
    </message>
    <message>
        <source>There is no PDF in there.</source>
        <translation>其中没有 PDF。</translation>
    </message>
</context>
<context>
    <name>BatchButton</name>
    <message>
        <source>All batches</source>
        <translation>所有批次</translation>
    </message>
    <message>
        <source>Batch: {name}</source>
        <translation>批次：{name}</translation>
    </message>
    <message>
        <source>Convert the failed ones again</source>
        <translation>重新转换失败的文档</translation>
    </message>
    <message>
        <source>End it without what is not there</source>
        <translation>不等缺少的文件夹，结束此批次</translation>
    </message>
    <message>
        <source>Let this batch go on</source>
        <translation>继续此批次</translation>
    </message>
    <message>
        <source>Pause this batch</source>
        <translation>暂停此批次</translation>
    </message>
    <message>
        <source>Show one batch only</source>
        <translation>只显示一个批次</translation>
    </message>
    <message>
        <source>Watch its folders no longer</source>
        <translation>不再监视其文件夹</translation>
    </message>
    <message>
        <source>{folder} is not there.</source>
        <translation>{folder} 不见了。</translation>
    </message>
    <message>
        <source>{name}  folder not there</source>
        <translation>{name}  文件夹不见了</translation>
    </message>
    <message>
        <source>{name}  {over} of {all}</source>
        <translation>{name}  {over} / {all}</translation>
    </message>
</context>
<context>
    <name>BatchState</name>
    <message>
        <source>Everything is paused</source>
        <translation>全部已暂停</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Finished, some failed</source>
        <translation>已完成，有失败</translation>
    </message>
    <message>
        <source>Folder not there</source>
        <translation>文件夹不在</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>It was broken off before its end. Convert it again: what is done is skipped.</source>
        <translation>它在结束前中断了。请再次转换：已完成的会跳过。</translation>
    </message>
    <message>
        <source>Its folders are watched: what comes into them is taken.</source>
        <translation>正在监视其文件夹：新放入的文档会自动转换。</translation>
    </message>
    <message>
        <source>Looking for documents</source>
        <translation>正在查找文档</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Run by the command</source>
        <translation>由命令行运行</translation>
    </message>
    <message>
        <source>Running · {percent} %</source>
        <translation>正在运行 · {percent}%</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Watching</source>
        <translation>正在监视</translation>
    </message>
    <message>
        <source>{folder} is not there.</source>
        <translation>{folder} 不在。</translation>
    </message>
</context>
<context>
    <name>Batches</name>
    <message>
        <source>Cannot be converted</source>
        <translation>无法转换</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>有变化</translation>
    </message>
    <message>
        <source>Done before</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新</translation>
    </message>
    <message>
        <source>Second of its name</source>
        <translation>同名另存</translation>
    </message>
</context>
<context>
    <name>BatchesModel</name>
    <message>
        <source>Begun</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Beside each document</source>
        <translation>在每个文档旁边</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>用时</translation>
    </message>
</context>
<context>
    <name>CardButton</name>
    <message>
        <source>Where work goes. Click to choose.</source>
        <translation>任务在哪张卡上运行。点击可选择。</translation>
    </message>
    <message>
        <source>Work goes to {card}</source>
        <translation>任务在 {card} 上运行</translation>
    </message>
</context>
<context>
    <name>CardDialog</name>
    <message>
        <source>Allocation sheet</source>
        <translation>分配表</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Choose cards</source>
        <translation>选择卡</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>For {cards}</source>
        <translation>用于 {cards}</translation>
    </message>
    <message>
        <source>Keep the marked cards for others</source>
        <translation>把标记的卡预留给其他服务</translation>
    </message>
    <message>
        <source>No card is chosen</source>
        <translation>未选择卡</translation>
    </message>
    <message>
        <source>Pick only this</source>
        <translation>只选这张</translation>
    </message>
    <message>
        <source>Read again now</source>
        <translation>立即重新读取</translation>
    </message>
    <message>
        <source>Remove reservation</source>
        <translation>取消预留</translation>
    </message>
    <message>
        <source>Reserve…</source>
        <translation>预留…</translation>
    </message>
    <message>
        <source>Save as a file…</source>
        <translation>另存为文件…</translation>
    </message>
    <message>
        <source>The reservation holds until Headframe ends; it cannot be written: {why}.</source>
        <translation>预留在 Headframe 退出前有效，但无法写入磁盘：{why}。</translation>
    </message>
    <message numerus="yes">
        <source>Use %n card(s)</source>
        <translation>
            <numerusform>使用 %n 张卡</numerusform>
        </translation>
    </message>
    <message>
        <source>Use Automatic</source>
        <translation>使用自动选择</translation>
    </message>
    <message>
        <source>Use {card}</source>
        <translation>使用 {card}</translation>
    </message>
    <message>
        <source>Use {one} and {two}</source>
        <translation>使用 {one} 和 {two}</translation>
    </message>
    <message>
        <source>Where shall work go?</source>
        <translation>任务在哪里运行？</translation>
    </message>
</context>
<context>
    <name>CardStrip</name>
    <message>
        <source>Chosen cards: {cards}</source>
        <translation>已选的卡：{cards}</translation>
    </message>
    <message>
        <source>Click to choose cards.</source>
        <translation>点击选择卡。</translation>
    </message>
    <message>
        <source>No card is fit now. Click to see why.</source>
        <translation>目前没有合适的卡。点击查看原因。</translation>
    </message>
    <message>
        <source>Process {pid} holds no memory on {card} that can be seen.</source>
        <translation>在 {card} 上看不到进程 {pid} 占用的显存。</translation>
    </message>
    <message>
        <source>Process {pid} was sent to {card} and is on {other}.</source>
        <translation>进程 {pid} 本应在 {card} 上，实际却在 {other} 上。</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Reading the cards…</source>
        <translation>正在读取各卡状态…</translation>
    </message>
    <message>
        <source>Verified: process {pid} is on {card}.</source>
        <translation>已核实：进程 {pid} 在 {card} 上。</translation>
    </message>
    <message numerus="yes">
        <source>and %n more card(s)</source>
        <translation>
            <numerusform>以及另外 %n 张卡</numerusform>
        </translation>
    </message>
    <message>
        <source>being read</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>cannot be used: {health}</source>
        <translation>无法使用：{health}</translation>
    </message>
    <message>
        <source>given up: it has a fault</source>
        <translation>发生故障，已停用</translation>
    </message>
    <message>
        <source>not listed any more</source>
        <translation>已不在列表中</translation>
    </message>
    <message>
        <source>not seen there yet</source>
        <translation>尚未在该卡上看到</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>已核实</translation>
    </message>
    <message>
        <source>work is on {card}</source>
        <translation>任务在 {card} 上</translation>
    </message>
</context>
<context>
    <name>CardView</name>
    <message>
        <source>Cards</source>
        <translation>卡</translation>
    </message>
    <message>
        <source>Space picks a card, Right and Left show and hide its processes.</source>
        <translation>空格键选择卡，左右方向键收起或展开其进程。</translation>
    </message>
</context>
<context>
    <name>Cards</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Another chip is {card} now, so it was unticked. Tick it if you mean it.</source>
        <translation>{card} 现在是另一块芯片，因此已取消勾选。如确实要用，请重新勾选。</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>严重</translation>
    </message>
    <message>
        <source>Gone from here: this chip is listed as {card} now.</source>
        <translation>已不在此处：这块芯片现在列为 {card}。</translation>
    </message>
    <message>
        <source>It is not in the list any more.</source>
        <translation>它已不在列表中。</translation>
    </message>
    <message>
        <source>No card is fit now: the rows below say why.</source>
        <translation>目前没有合适的卡：原因见下面各行。</translation>
    </message>
    <message>
        <source>Not read yet.</source>
        <translation>尚未读取。</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Others count on it; pick it only on purpose.</source>
        <translation>其他服务要用它；确有需要时才选。</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>处理器（CPU）</translation>
    </message>
    <message>
        <source>Reading the cards…</source>
        <translation>正在读取各卡状态…</translation>
    </message>
    <message>
        <source>Reserved</source>
        <translation>已预留</translation>
    </message>
    <message>
        <source>Reserved: {note}</source>
        <translation>已预留：{note}</translation>
    </message>
    <message>
        <source>The driver has not answered for a while; the grey values are the last ones.</source>
        <translation>驱动已有一段时间没有响应；灰色数值是最后一次读到的。</translation>
    </message>
    <message>
        <source>The processor now: no card is needed ({engine}).</source>
        <translation>目前用处理器：{engine} 不需要卡。</translation>
    </message>
    <message>
        <source>The processor now: there is no accelerator card.</source>
        <translation>目前用处理器：本机没有加速卡。</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Untick it, or wait until it is back.</source>
        <translation>请取消勾选，或等它恢复。</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>以及另外 {count} 个</translation>
    </message>
    <message>
        <source>cannot be picked</source>
        <translation>无法选择</translation>
    </message>
    <message>
        <source>health {health}</source>
        <translation>健康状态：{health}</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>不可见</translation>
    </message>
    <message>
        <source>hidden by the container</source>
        <translation>被容器隐藏</translation>
    </message>
    <message>
        <source>load {load}</source>
        <translation>负载 {load}</translation>
    </message>
    <message>
        <source>memory {memory}</source>
        <translation>显存 {memory}</translation>
    </message>
    <message>
        <source>no process</source>
        <translation>没有进程</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>not picked</source>
        <translation>未选</translation>
    </message>
    <message>
        <source>picked</source>
        <translation>已选</translation>
    </message>
    <message>
        <source>processes: {count}</source>
        <translation>进程：{count}</translation>
    </message>
    <message>
        <source>the processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>{card} cannot be used. {why}</source>
        <translation>{card} 无法使用。{why}</translation>
    </message>
    <message>
        <source>{card} now: the most free memory, {free} GB, load {load}, not reserved.</source>
        <translation>目前用 {card}：空闲显存最多（{free} GB），负载 {load}，未被预留。</translation>
    </message>
    <message>
        <source>{count} workers, one a card: as many documents at a time.</source>
        <translation>{count} 个工作进程，每卡一个：可同时处理同样多的文档。</translation>
    </message>
    <message>
        <source>{engine}: about {need} GB a card are needed; {cards}: at least {free} GB free each.</source>
        <translation>{engine}：每张卡约需 {need} GB；{cards} 各至少空闲 {free} GB。</translation>
    </message>
    <message>
        <source>{engine}: about {need} GB are needed; {cards}: {free} GB free.</source>
        <translation>{engine}：约需 {need} GB；{cards} 空闲 {free} GB。</translation>
    </message>
    <message>
        <source>{engine}: works on the processor, and will not use {cards}.</source>
        <translation>{engine} 在处理器上运行，不会使用 {cards}。</translation>
    </message>
    <message>
        <source>{free} free</source>
        <translation>空闲 {free}</translation>
    </message>
    <message>
        <source>{memory} GB</source>
        <translation>{memory} GB</translation>
    </message>
    <message>
        <source>{ours} GB of it ours</source>
        <translation>其中本程序占用 {ours} GB</translation>
    </message>
    <message>
        <source>{seconds} s ago</source>
        <translation>{seconds} 秒前</translation>
    </message>
    <message>
        <source>{source} · read just now</source>
        <translation>{source} · 刚刚读取</translation>
    </message>
    <message>
        <source>{source} · read {ago}</source>
        <translation>{source} · {ago}读取</translation>
    </message>
    <message>
        <source>{time} ago</source>
        <translation>{time}前</translation>
    </message>
    <message>
        <source>{used} of {total} GB</source>
        <translation>{used} / {total} GB</translation>
    </message>
</context>
<context>
    <name>CardsField</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>There is no card {keys} here.</source>
        <translation>这里没有加速卡 {keys}。</translation>
    </message>
</context>
<context>
    <name>Chips</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>All reasons</source>
        <translation>所有原因</translation>
    </message>
    <message>
        <source>Convert these again</source>
        <translation>重新转换这些文档</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>Close Headframe</source>
        <translation>关闭 Headframe</translation>
    </message>
    <message>
        <source>Documents are still being converted.</source>
        <translation>仍有文档正在转换。</translation>
    </message>
    <message>
        <source>Headframe closes when everything is done.</source>
        <translation>全部完成后 Headframe 将自动关闭。</translation>
    </message>
    <message>
        <source>Keep going until done, then close</source>
        <translation>继续运行，完成后关闭</translation>
    </message>
    <message>
        <source>Nothing is lost either way.</source>
        <translation>无论怎么选都不会丢失任何内容。</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>不关闭</translation>
    </message>
    <message>
        <source>Stay open</source>
        <translation>保持打开</translation>
    </message>
    <message>
        <source>Stop now, carry on next time</source>
        <translation>立即停止，下次继续</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message numerus="yes">
        <source>%n document(s) already on the list.</source>
        <translation>
            <numerusform>%n 个文档已在列表中。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) removed from the list. Results stay on disk.</source>
        <translation>
            <numerusform>已从列表移除 %n 个文档。结果仍保留在磁盘上。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Markdown of %n document(s) copied.</source>
        <translation>
            <numerusform>已复制 %n 个文档的 Markdown。</numerusform>
        </translation>
    </message>
    <message>
        <source>No program here opens {path}. The path is in the clipboard.</source>
        <translation>本机没有程序能打开 {path}。路径已复制到剪贴板。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>{path} is not there any more.</source>
        <translation>{path} 已不存在。</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>Both texts are the same.</source>
        <translation>两份文本相同。</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>More differs; this is its beginning.</source>
        <translation>差异不止这些，这里只显示开头部分。</translation>
    </message>
    <message>
        <source>{count} alike paragraphs</source>
        <translation>{count} 个相同段落</translation>
    </message>
    <message>
        <source>{count} paragraphs differ; {percent} % of the text is the same.</source>
        <translation>{count} 个段落不同；{percent}% 的文本相同。</translation>
    </message>
    <message>
        <source>{name} cannot be read.</source>
        <translation>无法读取 {name}。</translation>
    </message>
</context>
<context>
    <name>Copying</name>
    <message>
        <source>Line for a shell</source>
        <translation>命令行环境变量</translation>
    </message>
    <message>
        <source>Piece of magic-pdf.json</source>
        <translation>magic-pdf.json 片段</translation>
    </message>
    <message>
        <source>Save the allocation sheet</source>
        <translation>保存分配表</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>已保存：{file}</translation>
    </message>
    <message>
        <source>The allocation sheet is copied.</source>
        <translation>分配表已复制。</translation>
    </message>
    <message>
        <source>docker run with these cards</source>
        <translation>使用这些卡的 docker run 命令</translation>
    </message>
    <message>
        <source>{file} cannot be written: {why}.</source>
        <translation>无法写入 {file}：{why}。</translation>
    </message>
    <message>
        <source>{what}, for {cards}: copied.</source>
        <translation>已复制{what}（用于 {cards}）。</translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>Choose a document to read its Markdown beside its pages.</source>
        <translation>选择一个文档，即可对照原页阅读其 Markdown。</translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation>未选择文档</translation>
    </message>
    <message>
        <source>Paused. It waits until you let it go on.</source>
        <translation>已暂停，等您让它继续。</translation>
    </message>
    <message>
        <source>Waiting for its turn.</source>
        <translation>正在排队等待。</translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message>
        <source>Drop to convert</source>
        <translation>松开即可转换</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Drop PDFs here</source>
        <translation>将 PDF 拖放到此处</translation>
    </message>
    <message>
        <source>Files, folders, or both. Each becomes Markdown with its images,
in a folder of its own beside the document.</source>
        <translation>文件、文件夹均可。每个文档都会转换为带图片的 Markdown，
存放在文档旁边的独立文件夹中。</translation>
    </message>
    <message>
        <source>Paths can be pasted, too: Ctrl+V. Nothing leaves this machine.</source>
        <translation>也可以用 Ctrl+V 粘贴路径。所有内容都不会离开本机。</translation>
    </message>
</context>
<context>
    <name>EngineBanner</name>
    <message>
        <source>Engines…</source>
        <translation>引擎…</translation>
    </message>
</context>
<context>
    <name>EngineRow</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Install…</source>
        <translation>安装…</translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation>解释器</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Models folder…</source>
        <translation>模型文件夹…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Use an interpreter…</source>
        <translation>使用已有解释器…</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>What the installer prints</source>
        <translation>安装程序的输出</translation>
    </message>
</context>
<context>
    <name>Engines</name>
    <message>
        <source>An engine reads PDFs. Where the settings name none, a document goes to the best one that is ready.</source>
        <translation>引擎负责读取 PDF。设置中未指定引擎时，文档交给已就绪的最佳引擎。</translation>
    </message>
    <message>
        <source>Asking the interpreter what it has…</source>
        <translation>正在询问解释器装有什么…</translation>
    </message>
    <message>
        <source>Copy the models from a machine that has them, then name their folder below.</source>
        <translation>请从有模型的机器上复制模型，然后在下方指定其文件夹。</translation>
    </message>
    <message>
        <source>Copy the models from a machine that has them, then name their folder below; or choose another tier, or let them be fetched.</source>
        <translation>请从有模型的机器复制模型，然后在下面指定其文件夹；也可以改选档位，或允许下载。</translation>
    </message>
    <message>
        <source>Copy what is missing or damaged into {folder} from a machine that has it whole, or name another folder below.</source>
        <translation>请从有完整文件的机器上把缺少或损坏的部分复制到 {folder}，或在下方指定其他文件夹。</translation>
    </message>
    <message>
        <source>Copy what is missing or damaged into {folder} from a machine that has it whole; or choose another tier or a server below, or let them be fetched.</source>
        <translation>请从有完整文件的机器上把缺少或损坏的部分复制到 {folder}；也可以在下方改选档位或指定服务器，或允许下载。</translation>
    </message>
    <message>
        <source>First the engine itself: install it, or name an interpreter.</source>
        <translation>请先设置引擎本身：安装它，或指定解释器。</translation>
    </message>
    <message>
        <source>Install it, or name the interpreter of an environment that has it.</source>
        <translation>请安装它，或指定已装有它的环境的解释器。</translation>
    </message>
    <message>
        <source>Interpreter gone</source>
        <translation>解释器已不在</translation>
    </message>
    <message>
        <source>Interpreter unfit</source>
        <translation>解释器不可用</translation>
    </message>
    <message>
        <source>It comes from the environment. What is chosen below counts in its place.</source>
        <translation>它来自环境变量。下方的选择会取代它。</translation>
    </message>
    <message>
        <source>Keeping the choice…</source>
        <translation>正在保存选择…</translation>
    </message>
    <message>
        <source>Looking for a Python to install it with…</source>
        <translation>正在查找用于安装的 Python…</translation>
    </message>
    <message>
        <source>Looking through the models…</source>
        <translation>正在检查模型…</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>Make {engine} an environment of its own, in Headframe&apos;s folder: several GB, from the network or from a folder of wheels.</source>
        <translation>在 Headframe 的文件夹中为 {engine} 创建独立环境：占用数 GB，来自网络或 wheel 文件夹。</translation>
    </message>
    <message>
        <source>MinerU 4: scans, formulas and tables by its newer models.</source>
        <translation>MinerU 4：用更新的模型识别扫描件、公式和表格。</translation>
    </message>
    <message>
        <source>Models incomplete</source>
        <translation>模型不完整</translation>
    </message>
    <message>
        <source>Models missing</source>
        <translation>缺少模型</translation>
    </message>
    <message>
        <source>Name another interpreter; or remove this one, and Headframe takes its own.</source>
        <translation>请指定其他解释器；或移除此解释器，改用 Headframe 自带的解释器。</translation>
    </message>
    <message>
        <source>Name the Python of an environment of yours that has {engine}. It is asked first, and nothing in it is changed.</source>
        <translation>指定您自己的、已安装 {engine} 的环境中的 Python。会先检查它，不会改动其中的任何内容。</translation>
    </message>
    <message>
        <source>Name the folder that holds its models. Each of its files is looked at first.</source>
        <translation>指定存放其模型的文件夹。会先检查其中的每个文件。</translation>
    </message>
    <message>
        <source>Name the interpreter of an environment that has it.</source>
        <translation>请指定已装有它的环境的解释器。</translation>
    </message>
    <message>
        <source>Not installed</source>
        <translation>未安装</translation>
    </message>
    <message>
        <source>Nothing has changed. Copy the models there from a machine that has them, or name another folder.</source>
        <translation>未作任何更改。请从有模型的机器上把模型复制到那里，或指定其他文件夹。</translation>
    </message>
    <message>
        <source>Nothing has changed. Name the Python of an environment in which the engine is installed: its bin/python.</source>
        <translation>未作任何更改。请指定已安装该引擎的环境中的 Python，即其 bin/python。</translation>
    </message>
    <message>
        <source>Now that is {engine}.</source>
        <translation>目前为 {engine}。</translation>
    </message>
    <message>
        <source>Now that is {engine}; set up, but not ready: {better}.</source>
        <translation>目前为 {engine}；已设置但尚未就绪：{better}。</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Removing it…</source>
        <translation>正在移除…</translation>
    </message>
    <message>
        <source>Scans, formulas and tables by neural models, on the chosen card.</source>
        <translation>用神经网络模型在所选卡上识别扫描件、公式和表格。</translation>
    </message>
    <message>
        <source>Setting not valid</source>
        <translation>设置无效</translation>
    </message>
    <message>
        <source>Text that a PDF holds itself: quick, no models, no card needed.</source>
        <translation>读取 PDF 自带的文字：快速，不需要模型，也不需要卡。</translation>
    </message>
    <message>
        <source>This cannot be done: {reason}.</source>
        <translation>无法完成：{reason}。</translation>
    </message>
    <message>
        <source>advanced: the vision-language model finds layout, too</source>
        <translation>advanced：版面也由视觉语言模型识别</translation>
    </message>
    <message>
        <source>basic: small models for layout, OCR, formulas, tables</source>
        <translation>basic：用小模型识别版面、文字、公式和表格</translation>
    </message>
    <message>
        <source>flash: text that the PDF holds itself, no models</source>
        <translation>flash：只取 PDF 自带的文字，不用模型</translation>
    </message>
    <message>
        <source>standard: those, and the vision-language model</source>
        <translation>standard：小模型，再加视觉语言模型</translation>
    </message>
</context>
<context>
    <name>EnginesDialog</name>
    <message>
        <source>Engines</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Headframe forgets {path}; nothing there is changed.</source>
        <translation>Headframe 不再使用 {path}；那里的内容不会改动。</translation>
    </message>
    <message>
        <source>Its environment is deleted: {folder}. Models stay where they are.</source>
        <translation>将删除其环境：{folder}。模型保留在原处。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove {engine}</source>
        <translation>移除 {engine}</translation>
    </message>
    <message>
        <source>Remove {engine}?</source>
        <translation>要移除 {engine} 吗？</translation>
    </message>
    <message>
        <source>The Python that has {engine}</source>
        <translation>装有 {engine} 的 Python</translation>
    </message>
    <message>
        <source>The models of {engine}</source>
        <translation>{engine} 的模型</translation>
    </message>
</context>
<context>
    <name>EntriesModel</name>
    <message>
        <source>Card</source>
        <translation>卡</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>用时</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>End the search</source>
        <translation>结束查找</translation>
    </message>
    <message>
        <source>Find in the Markdown</source>
        <translation>在 Markdown 中查找</translation>
    </message>
    <message>
        <source>Find in the pages</source>
        <translation>在页面中查找</translation>
    </message>
    <message>
        <source>Match before</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>{n} of {count}</source>
        <translation>{n} / {count}</translation>
    </message>
    <message>
        <source>{n} of {count} …</source>
        <translation>{n} / {count} …</translation>
    </message>
</context>
<context>
    <name>FolderDialog</name>
    <message>
        <source>Also: {options}</source>
        <translation>另有：{options}</translation>
    </message>
    <message>
        <source>Convert</source>
        <translation>转换</translation>
    </message>
    <message numerus="yes">
        <source>Convert %n document(s)</source>
        <translation>
            <numerusform>转换 %n 个文档</numerusform>
        </translation>
    </message>
    <message>
        <source>Convert folders</source>
        <translation>转换文件夹</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>In a folder of its own, sub-folders are kept as they are.</source>
        <translation>选择了输出文件夹时，子文件夹结构保持不变。</translation>
    </message>
    <message>
        <source>Keep taking what comes into the folders</source>
        <translation>持续转换新放入这些文件夹的文件</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name of the profile</source>
        <translation>方案名称</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Save as a profile</source>
        <translation>另存为配置方案</translation>
    </message>
    <message>
        <source>Watch the folder</source>
        <translation>监视文件夹</translation>
    </message>
    <message>
        <source>Which files</source>
        <translation>哪些文件</translation>
    </message>
</context>
<context>
    <name>FolderField</name>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Add PDFs</source>
        <translation>添加 PDF</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause everything</source>
        <translation>全部暂停</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search documents</source>
        <translation>搜索文档</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>Heading</name>
    <message>
        <source>Card</source>
        <translation>卡</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>健康状态</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>负载</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>显存</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>功耗</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>Temp.</source>
        <translation>温度</translation>
    </message>
</context>
<context>
    <name>HistoryCommands</name>
    <message numerus="yes">
        <source>%n batch(es) are taken out of the history. Results stay where they are.</source>
        <translation>
            <numerusform>已从历史记录中移除 %n 个批次，结果保留在原处。</numerusform>
        </translation>
    </message>
    <message>
        <source>Convert again…</source>
        <translation>再次转换…</translation>
    </message>
    <message>
        <source>End the batch</source>
        <translation>结束此批次</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>No program here opens {path}. The path is in the clipboard.</source>
        <translation>本机没有程序能打开 {path}。路径已复制到剪贴板。</translation>
    </message>
    <message>
        <source>Open report</source>
        <translation>打开报告</translation>
    </message>
    <message>
        <source>Open results</source>
        <translation>打开结果文件夹</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>停止监视</translation>
    </message>
    <message>
        <source>Take out of the history</source>
        <translation>从历史记录中移除</translation>
    </message>
    <message>
        <source>The history cannot be changed: {reason}.</source>
        <translation>无法更改历史记录：{reason}。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>{name} is taken out of the history. Its results stay where they are.</source>
        <translation>“{name}”已从历史记录中移除，其结果保留在原处。</translation>
    </message>
    <message>
        <source>{path} is not there any more.</source>
        <translation>{path} 已不存在。</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>Batches</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Batches and history</source>
        <translation>批次与历史</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Convert failed again</source>
        <translation>重新转换失败的文档</translation>
    </message>
    <message>
        <source>Documents of the batch</source>
        <translation>批次中的文档</translation>
    </message>
    <message>
        <source>Every document has a result.</source>
        <translation>每个文档都有结果。</translation>
    </message>
    <message>
        <source>Names, folders, places of results and profiles are searched.</source>
        <translation>搜索范围：名称、文件夹、结果位置和配置方案。</translation>
    </message>
    <message>
        <source>No batch is found by that</source>
        <translation>没有找到匹配的批次</translation>
    </message>
    <message>
        <source>No batches yet</source>
        <translation>还没有批次</translation>
    </message>
    <message>
        <source>No document has come to its end yet.</source>
        <translation>还没有文档结束。</translation>
    </message>
    <message>
        <source>Only documents without a result</source>
        <translation>仅显示没有结果的文档</translation>
    </message>
    <message>
        <source>Search batches</source>
        <translation>搜索批次</translation>
    </message>
    <message>
        <source>What you give to Headframe in one go is a batch: files, a folder, a run of the command. Each stays here with its report.</source>
        <translation>一次交给 Headframe 的内容就是一个批次：若干文件、一个文件夹，或一次命令行运行。每个批次连同报告都保留在这里。</translation>
    </message>
</context>
<context>
    <name>InstallDialog</name>
    <message>
        <source>Ascend NPU</source>
        <translation>昇腾 NPU</translation>
    </message>
    <message>
        <source>By the cards of this machine</source>
        <translation>按本机的卡决定</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Choose a folder of wheels</source>
        <translation>选择 wheel 文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Folder of wheels</source>
        <translation>wheel 文件夹</translation>
    </message>
    <message>
        <source>From the network</source>
        <translation>从网络获取</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>安装</translation>
    </message>
    <message>
        <source>Install {engine}</source>
        <translation>安装 {engine}</translation>
    </message>
    <message>
        <source>It gets an environment of its own, of versions that were tried together. That takes some minutes and a few gigabytes; the window can be used meanwhile.</source>
        <translation>它会得到一个独立的环境，其中的软件包版本都一起测试过。安装需要几分钟和数 GB 空间；其间窗口可以照常使用。</translation>
    </message>
    <message>
        <source>Made for</source>
        <translation>用于</translation>
    </message>
    <message>
        <source>NVIDIA GPU</source>
        <translation>NVIDIA GPU</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
</context>
<context>
    <name>JobModel</name>
    <message>
        <source>Batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>卡</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页数</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
</context>
<context>
    <name>Lines</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>……以及另外 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LogWindow</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Log file</source>
        <translation>日志文件</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>There is no log yet.</source>
        <translation>还没有日志。</translation>
    </message>
    <message>
        <source>{file} cannot be read: {error}</source>
        <translation>无法读取 {file}：{error}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n 个失败</numerusform>
        </translation>
    </message>
    <message>
        <source>End the batch</source>
        <translation>结束此批次</translation>
    </message>
    <message>
        <source>Headframe</source>
        <translation>Headframe</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>The watched folder {folder} is not there. It is taken up again by itself when it is back.</source>
        <translation>监视的文件夹 {folder} 不见了。它恢复后会自动继续监视。</translation>
    </message>
    <message>
        <source>There is room in {folder} again: work goes on.</source>
        <translation>{folder} 又有空间了，工作继续。</translation>
    </message>
    <message>
        <source>Waits for a disk</source>
        <translation>等待磁盘</translation>
    </message>
    <message>
        <source>{folder} is back.</source>
        <translation>{folder} 已恢复。</translation>
    </message>
    <message>
        <source>{folder} is not there, and was not looked through to its end. Plug its drive in, and the rest is found by itself; or end the batch.</source>
        <translation>{folder} 不见了，且尚未全部查看。请接上它所在的磁盘，其余文档会自动找到；或结束此批次。</translation>
    </message>
    <message>
        <source>{why} What goes there waits, and goes on by itself when it can.</source>
        <translation>{why}写往该处的文档在等待，可以时会自动继续。</translation>
    </message>
</context>
<context>
    <name>MarkdownSide</name>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Headings</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Rendered</source>
        <translation>渲染</translation>
    </message>
    <message>
        <source>Save the changes</source>
        <translation>保存修改</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源码</translation>
    </message>
    <message>
        <source>Source •</source>
        <translation>源码 •</translation>
    </message>
    <message>
        <source>Your changes are shown. They are not saved yet.</source>
        <translation>正在显示您的修改，尚未保存。</translation>
    </message>
</context>
<context>
    <name>MenuBar</name>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Result</source>
        <translation>结果(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Convert &amp;failed again</source>
        <translation>重新转换失败的文档(&amp;F)</translation>
    </message>
</context>
<context>
    <name>MessagePage</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Engines…</source>
        <translation>引擎…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Password of the document</source>
        <translation>文档密码</translation>
    </message>
    <message>
        <source>Show log</source>
        <translation>显示日志</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>MineruFields</name>
    <message>
        <source>Automatic: the best that its models allow</source>
        <translation>自动：现有模型所能支持的最好档位</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Fetch models that are missing from the network</source>
        <translation>从网络获取缺少的模型</translation>
    </message>
    <message>
        <source>From the environment: {tier}</source>
        <translation>由环境变量决定：{tier}</translation>
    </message>
    <message>
        <source>How much MinerU looks at. More of it takes longer, and wants larger models.</source>
        <translation>MinerU 识别的深度。档位越高耗时越长，需要的模型也越大。</translation>
    </message>
    <message>
        <source>Model server</source>
        <translation>模型服务器</translation>
    </message>
    <message>
        <source>Off, MinerU works with the models that are here, and asks nothing of the network. On, it fetches those that are missing, several GB, with the first document.</source>
        <translation>关闭时，MinerU 只使用本机已有的模型，不访问网络。打开后，处理第一份文档时会下载缺少的模型（数 GB）。</translation>
    </message>
    <message>
        <source>Tier</source>
        <translation>档位</translation>
    </message>
    <message>
        <source>Where MinerU&apos;s vision-language model is served, like {example}. The tiers standard and advanced use it. Left empty, they use the model in the models&apos; folder.</source>
        <translation>MinerU 视觉语言模型的服务地址，例如 {example}。standard 和 advanced 档位会使用它。留空则使用模型文件夹中的模型。</translation>
    </message>
</context>
<context>
    <name>MoreMenu</name>
    <message>
        <source>Compare with</source>
        <translation>比较对象</translation>
    </message>
    <message>
        <source>Compare with another result…</source>
        <translation>与另一份结果比较…</translation>
    </message>
    <message>
        <source>Compare with the first state</source>
        <translation>与最初状态比较</translation>
    </message>
    <message>
        <source>Forget changes that are not saved</source>
        <translation>放弃未保存的修改</translation>
    </message>
    <message>
        <source>Save into</source>
        <translation>保存到</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>There is a profile of this name already.</source>
        <translation>已有同名的配置方案。</translation>
    </message>
    <message>
        <source>There is a profile of this name. It will be replaced.</source>
        <translation>已有同名的配置方案，它将被替换。</translation>
    </message>
</context>
<context>
    <name>NoCards</name>
    <message>
        <source>Asking the drivers…</source>
        <translation>正在查询驱动…</translation>
    </message>
    <message>
        <source>In a container, map /dev/davinci0 and its like, /dev/davinci_manager, /usr/local/bin/npu-smi and the driver&apos;s folder.</source>
        <translation>在容器中，请映射 /dev/davinci0 等设备、/dev/davinci_manager、/usr/local/bin/npu-smi 以及驱动目录。</translation>
    </message>
    <message>
        <source>No accelerator card was found</source>
        <translation>未找到加速卡</translation>
    </message>
    <message>
        <source>On a host with Ascend cards, `npu-smi info` must work in a terminal.</source>
        <translation>在装有昇腾卡的主机上，终端中的 `npu-smi info` 必须能正常运行。</translation>
    </message>
    <message>
        <source>The first reading takes a moment. You can choose already.</source>
        <translation>首次读取需要片刻，现在就可以选择。</translation>
    </message>
    <message>
        <source>Work runs on the processor. PDFs with text of their own need no card; scans and formulas are slow without one.</source>
        <translation>任务在处理器上运行。自带文本的 PDF 不需要卡；扫描件和公式没有卡会很慢。</translation>
    </message>
    <message>
        <source>Your user must be in the group HwHiAiUser: `id -nG` shows it.</source>
        <translation>当前用户必须属于 HwHiAiUser 组，可用 `id -nG` 查看。</translation>
    </message>
    <message>
        <source>`headframe doctor` checks all of this and says what to do.</source>
        <translation>`headframe doctor` 会检查以上各项并给出建议。</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Show log</source>
        <translation>显示日志</translation>
    </message>
    <message>
        <source>Something went wrong in Headframe itself ({kind}).</source>
        <translation>Headframe 内部出错（{kind}）。</translation>
    </message>
</context>
<context>
    <name>OutlookModel</name>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>What would be done</source>
        <translation>处理方式</translation>
    </message>
</context>
<context>
    <name>OutlookView</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Choose a folder to see what would be done.</source>
        <translation>选择文件夹后，这里会显示将如何处理。</translation>
    </message>
    <message>
        <source>Looking through the folders…</source>
        <translation>正在查看文件夹…</translation>
    </message>
    <message>
        <source>Nothing is written before you begin.</source>
        <translation>开始之前不会写入任何内容。</translation>
    </message>
    <message>
        <source>Stop looking</source>
        <translation>停止查看</translation>
    </message>
    <message>
        <source>Stopped: this is not all. It can be begun all the same.</source>
        <translation>已停止：这里不是全部，但仍可开始。</translation>
    </message>
    <message>
        <source>The folders could not be looked through to their end.</source>
        <translation>未能看完这些文件夹。</translation>
    </message>
    <message>
        <source>There is no PDF in there that these rules take.</source>
        <translation>其中没有符合这些规则的 PDF。</translation>
    </message>
    <message>
        <source>What would be done with each document</source>
        <translation>每个文档将如何处理</translation>
    </message>
</context>
<context>
    <name>PageSide</name>
    <message>
        <source>A whole page at once</source>
        <translation>整页显示</translation>
    </message>
    <message>
        <source>As wide as the view</source>
        <translation>适合宽度</translation>
    </message>
    <message>
        <source>Colour the blocks by their kind</source>
        <translation>按类型为内容块着色</translation>
    </message>
    <message>
        <source>Find in the pages</source>
        <translation>在页面中查找</translation>
    </message>
    <message>
        <source>Go to a page</source>
        <translation>跳转到页</translation>
    </message>
    <message>
        <source>Larger pages</source>
        <translation>放大页面</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页</translation>
    </message>
    <message>
        <source>Password of the document</source>
        <translation>文档密码</translation>
    </message>
    <message>
        <source>Small pages, to leaf through</source>
        <translation>缩略图，便于翻页</translation>
    </message>
    <message>
        <source>Smaller pages</source>
        <translation>缩小页面</translation>
    </message>
    <message>
        <source>That is not the password of {name}.</source>
        <translation>这不是 {name} 的密码。</translation>
    </message>
    <message>
        <source>The PDF is no longer where it was.</source>
        <translation>原 PDF 已不在原处。</translation>
    </message>
    <message>
        <source>The pages of {name} cannot be shown: the file is damaged.</source>
        <translation>无法显示 {name} 的页面：文件已损坏。</translation>
    </message>
    <message>
        <source>Turn the pages</source>
        <translation>旋转页面</translation>
    </message>
    <message>
        <source>of {count}</source>
        <translation>/ {count}</translation>
    </message>
    <message>
        <source>{name} is locked. Its password opens the pages.</source>
        <translation>{name} 已加密，输入密码即可查看页面。</translation>
    </message>
    <message>
        <source>{name} is no longer where it was.</source>
        <translation>{name} 已不在原处。</translation>
    </message>
    <message>
        <source>{name} takes too long to open and is not shown.</source>
        <translation>{name} 打开耗时过长，不予显示。</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Page {page} cannot be drawn: it is damaged or too heavy.</source>
        <translation>第 {page} 页无法绘制：已损坏或过于复杂。</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Select the text of this page</source>
        <translation>选择本页文本</translation>
    </message>
</context>
<context>
    <name>Presence</name>
    <message numerus="yes">
        <source>%n converted</source>
        <translation>
            <numerusform>已转换 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>失败 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n skipped</source>
        <translation>
            <numerusform>已跳过 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Documents are being converted</source>
        <translation>正在转换文档</translation>
    </message>
    <message>
        <source>Everything is done</source>
        <translation>全部完成</translation>
    </message>
    <message>
        <source>Show Headframe</source>
        <translation>显示 Headframe</translation>
    </message>
    <message>
        <source>{document} could not be converted</source>
        <translation>{document} 无法转换</translation>
    </message>
    <message>
        <source>“{batch}” is done</source>
        <translation>“{batch}”已完成</translation>
    </message>
</context>
<context>
    <name>ProfileBox</name>
    <message>
        <source>As in the settings</source>
        <translation>按设置</translation>
    </message>
    <message>
        <source>Keep these choices as a profile</source>
        <translation>将这些选择保存为配置方案</translation>
    </message>
    <message>
        <source>Own choices</source>
        <translation>自选</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>{name}, changed</source>
        <translation>{name}（已改）</translation>
    </message>
</context>
<context>
    <name>ProfileButton</name>
    <message>
        <source>As in the settings</source>
        <translation>按设置</translation>
    </message>
    <message>
        <source>New documents are converted</source>
        <translation>新文档的转换方式</translation>
    </message>
    <message>
        <source>New documents: as in the settings</source>
        <translation>新文档：按设置转换</translation>
    </message>
    <message>
        <source>New documents: profile {name}</source>
        <translation>新文档：使用配置方案 {name}</translation>
    </message>
    <message>
        <source>Profile: {name}</source>
        <translation>配置方案：{name}</translation>
    </message>
    <message>
        <source>Profiles…</source>
        <translation>配置方案…</translation>
    </message>
    <message>
        <source>Save the settings as a profile…</source>
        <translation>将设置另存为配置方案…</translation>
    </message>
    <message>
        <source>The profile {name} is not there any more. Choose another one.</source>
        <translation>配置方案 {name} 已不存在，请另选一个。</translation>
    </message>
</context>
<context>
    <name>ProfileDesk</name>
    <message>
        <source>Name of the profile</source>
        <translation>方案名称</translation>
    </message>
    <message>
        <source>Save the settings as a profile</source>
        <translation>将设置另存为配置方案</translation>
    </message>
    <message>
        <source>The choice holds until the end; it cannot be written: {why}.</source>
        <translation>此选择在本次运行中有效，但无法写入：{why}。</translation>
    </message>
    <message>
        <source>The settings are kept as the profile {name}.</source>
        <translation>设置已保存为配置方案 {name}。</translation>
    </message>
</context>
<context>
    <name>Profiles</name>
    <message>
        <source>beside each document</source>
        <translation>结果在各文档旁</translation>
    </message>
    <message>
        <source>results in {folder}</source>
        <translation>结果在 {folder}</translation>
    </message>
</context>
<context>
    <name>ProfilesDialog</name>
    <message>
        <source>A profile keeps engine, options, cards and the place of results under a name, for the window and for headframe convert --profile.</source>
        <translation>配置方案以一个名称保存引擎、选项、加速卡和结果位置，供窗口和 headframe convert --profile 使用。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Duplicate a profile</source>
        <translation>复制配置方案</translation>
    </message>
    <message>
        <source>Duplicate…</source>
        <translation>复制…</translation>
    </message>
    <message>
        <source>For new documents</source>
        <translation>用于新文档</translation>
    </message>
    <message>
        <source>Name of the profile</source>
        <translation>方案名称</translation>
    </message>
    <message>
        <source>New from the settings…</source>
        <translation>由设置新建…</translation>
    </message>
    <message>
        <source>Not for new documents</source>
        <translation>不用于新文档</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>配置方案</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Rename a profile</source>
        <translation>重命名配置方案</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>The profile {name} is removed.</source>
        <translation>已删除配置方案 {name}。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Use for new documents</source>
        <translation>用于新文档</translation>
    </message>
    <message>
        <source>{name}, copy</source>
        <translation>{name} 副本</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>The choice of cards holds until the end; it cannot be written: {why}.</source>
        <translation>所选的卡在退出前有效，但无法写入磁盘：{why}。</translation>
    </message>
</context>
<context>
    <name>Readers</name>
    <message>
        <source>Open a result&apos;s folder</source>
        <translation>打开结果文件夹</translation>
    </message>
    <message>
        <source>There are several results in {folder}. Open one of its folders.</source>
        <translation>{folder} 中有多个结果，请打开其中一个文件夹。</translation>
    </message>
    <message>
        <source>There is no result of MinerU or Headframe in {folder}.</source>
        <translation>{folder} 中没有 MinerU 或 Headframe 的结果。</translation>
    </message>
</context>
<context>
    <name>Reading</name>
    <message>
        <source>Caption or note</source>
        <translation>题注或脚注</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>Heading</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Save as LaTeX…</source>
        <translation>另存为 LaTeX…</translation>
    </message>
    <message>
        <source>Save as MinerU&apos;s list of contents (JSON)…</source>
        <translation>另存为 MinerU 内容列表（JSON）…</translation>
    </message>
    <message>
        <source>Save as a Word document…</source>
        <translation>另存为 Word 文档…</translation>
    </message>
    <message>
        <source>Save as a web page (HTML)…</source>
        <translation>另存为网页（HTML）…</translation>
    </message>
    <message>
        <source>Save as an e-book (EPUB)…</source>
        <translation>另存为电子书（EPUB）…</translation>
    </message>
    <message>
        <source>Save the folder as one file (ZIP)…</source>
        <translation>将文件夹打包为一个文件（ZIP）…</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>This is shown in part: it is too long. The source has all of it.</source>
        <translation>内容过长，只显示一部分。完整内容见源码。</translation>
    </message>
</context>
<context>
    <name>ReadingPane</name>
    <message>
        <source>As converted</source>
        <translation>转换时</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the formula as LaTeX</source>
        <translation>将公式复制为 LaTeX</translation>
    </message>
    <message>
        <source>Copy the formula as MathML</source>
        <translation>将公式复制为 MathML</translation>
    </message>
    <message>
        <source>Copy the table for a spreadsheet</source>
        <translation>复制表格（用于电子表格）</translation>
    </message>
    <message>
        <source>Copy this block as Markdown</source>
        <translation>将此块复制为 Markdown</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Save as, compare</source>
        <translation>另存为、比较</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>已保存为 {path}。</translation>
    </message>
    <message>
        <source>Scroll both together</source>
        <translation>同步滚动</translation>
    </message>
    <message>
        <source>Show the pages beside the Markdown</source>
        <translation>在 Markdown 旁显示页面</translation>
    </message>
    <message>
        <source>There is nothing to read</source>
        <translation>没有可阅读的内容</translation>
    </message>
    <message>
        <source>This has no place on the page.</source>
        <translation>此内容在页面上没有对应位置。</translation>
    </message>
</context>
<context>
    <name>ReserveBar</name>
    <message>
        <source>Close without a change</source>
        <translation>不更改并关闭</translation>
    </message>
    <message>
        <source>DeepSeek, embedding, reranker …</source>
        <translation>DeepSeek、embedding、reranker……</translation>
    </message>
    <message>
        <source>Keep {cards} for</source>
        <translation>把 {cards} 预留给</translation>
    </message>
    <message>
        <source>Remove reservation</source>
        <translation>取消预留</translation>
    </message>
    <message>
        <source>Reserve</source>
        <translation>预留</translation>
    </message>
    <message>
        <source>Whom the cards are kept for</source>
        <translation>预留给谁</translation>
    </message>
</context>
<context>
    <name>RoomSign</name>
    <message numerus="yes">
        <source>%n disk(s) full or away</source>
        <translation>
            <numerusform>%n 个磁盘已满或不在</numerusform>
        </translation>
    </message>
    <message>
        <source>What goes there waits, and goes on by itself when it can:</source>
        <translation>写往这些位置的文档在等待，可以时会自动继续：</translation>
    </message>
</context>
<context>
    <name>RuleFields</name>
    <message numerus="yes">
        <source>%n level(s) deep</source>
        <translation>
            <numerusform>%n 层</numerusform>
        </translation>
    </message>
    <message>
        <source>A slash alone is no pattern: write a name before it.</source>
        <translation>单独的斜杠不是有效的模式：请在它前面写上名称。</translation>
    </message>
    <message>
        <source>All PDFs</source>
        <translation>所有 PDF</translation>
    </message>
    <message>
        <source>All PDFs, or 2024-*.pdf; drafts/*</source>
        <translation>所有 PDF，或 2024-*.pdf; drafts/*</translation>
    </message>
    <message>
        <source>All sub-folders</source>
        <translation>所有子文件夹</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>Names that begin with a dot, too</source>
        <translation>包括以点开头的名称</translation>
    </message>
    <message>
        <source>None, or *-old.pdf; backup/</source>
        <translation>无，或 *-old.pdf; backup/</translation>
    </message>
    <message>
        <source>Not</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Only</source>
        <translation>仅包括</translation>
    </message>
    <message>
        <source>hidden ones, too</source>
        <translation>含隐藏文件</translation>
    </message>
    <message>
        <source>not {patterns}</source>
        <translation>不含 {patterns}</translation>
    </message>
    <message>
        <source>only {patterns}</source>
        <translation>仅 {patterns}</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message numerus="yes">
        <source>%n result(s) saved in {folder}.</source>
        <translation>
            <numerusform>已将 %n 个结果保存到 {folder}。</numerusform>
        </translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Save into</source>
        <translation>保存到</translation>
    </message>
    <message>
        <source>Saving results: {done} of {total} done…</source>
        <translation>正在保存结果：已完成 {done}/{total}…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>{count} of {total} results could not be saved:</source>
        <translation>{total} 个结果中有 {count} 个无法保存：</translation>
    </message>
    <message>
        <source>{name}: {reason}</source>
        <translation>{name}：{reason}</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Conversion</source>
        <translation>转换</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
</context>
<context>
    <name>SourceFields</name>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Choose or drop a folder of PDFs</source>
        <translation>选择或拖入存放 PDF 的文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Last time: {folder}</source>
        <translation>上次：{folder}</translation>
    </message>
    <message>
        <source>Leave this folder out</source>
        <translation>去掉此文件夹</translation>
    </message>
</context>
<context>
    <name>SourceView</name>
    <message>
        <source>Markdown, source</source>
        <translation>Markdown 源码</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n 个已完成</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n 个失败</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%n 个已暂停</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n 个进行中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n 个等待中</numerusform>
        </translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Pausing</source>
        <translation>正在暂停</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>{card}: process {pid}</source>
        <translation>{card}：进程 {pid}</translation>
    </message>
    <message>
        <source>{card}: {engine} at work</source>
        <translation>{card}：{engine} 工作中</translation>
    </message>
    <message>
        <source>{card}: {engine} is loading</source>
        <translation>{card}：正在加载 {engine}</translation>
    </message>
    <message>
        <source>{card}: {engine} ready</source>
        <translation>{card}：{engine} 就绪</translation>
    </message>
    <message>
        <source>{card}: {engine}, {pace}</source>
        <translation>{card}：{engine}，{pace}</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余{time}</translation>
    </message>
</context>
<context>
    <name>TextMarkdownView</name>
    <message>
        <source>Markdown, rendered</source>
        <translation>Markdown 渲染</translation>
    </message>
    <message>
        <source>Next section</source>
        <translation>下一节</translation>
    </message>
    <message>
        <source>Section before</source>
        <translation>上一节</translation>
    </message>
    <message>
        <source>{n} / {count}</source>
        <translation>{n} / {count}</translation>
    </message>
</context>
<context>
    <name>Thumbnails</name>
    <message>
        <source>Page {page} of {count}</source>
        <translation>第 {page} 页，共 {count} 页</translation>
    </message>
    <message>
        <source>Small pages</source>
        <translation>缩略图</translation>
    </message>
</context>
<context>
    <name>WatchSign</name>
    <message numerus="yes">
        <source>%n folder(s) not there</source>
        <translation>
            <numerusform>%n 个文件夹不见了</numerusform>
        </translation>
    </message>
    <message>
        <source>Taken up again by itself when it is back:</source>
        <translation>恢复后会自动继续:</translation>
    </message>
</context>
<context>
    <name>WebMarkdownView</name>
    <message>
        <source>Markdown, rendered</source>
        <translation>Markdown 渲染</translation>
    </message>
    <message>
        <source>Page %1</source>
        <translation>第 %1 页</translation>
    </message>
    <message>
        <source>The picture %1 is missing.</source>
        <translation>缺少图片 %1。</translation>
    </message>
    <message>
        <source>This formula is not understood; here is its LaTeX.</source>
        <translation>无法理解此公式，以下是其 LaTeX 源码。</translation>
    </message>
    <message>
        <source>This formula was mended by guessing: look at the page.</source>
        <translation>此公式系推测修补，请对照原页。</translation>
    </message>
    <message>
        <source>This has no place on the page.</source>
        <translation>此内容在页面上没有对应位置。</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>A scan, needs OCR</source>
        <translation>扫描件，需要 OCR</translation>
    </message>
    <message>
        <source>Assembling</source>
        <translation>正在合并</translation>
    </message>
    <message>
        <source>Batch {name}</source>
        <translation>批次 {name}</translation>
    </message>
    <message>
        <source>Batch {name}, profile {profile}</source>
        <translation>批次 {name}，配置 {profile}</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Card has a fault</source>
        <translation>卡出现故障</translation>
    </message>
    <message>
        <source>Card not available</source>
        <translation>卡不可用</translation>
    </message>
    <message>
        <source>Card&apos;s memory is full</source>
        <translation>显存不足</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>文件损坏</translation>
    </message>
    <message>
        <source>Disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Done, look it over</source>
        <translation>已完成，请检查</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空文件</translation>
    </message>
    <message>
        <source>Engine broke down</source>
        <translation>引擎崩溃</translation>
    </message>
    <message>
        <source>Engine is missing</source>
        <translation>缺少引擎</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Folder not writable</source>
        <translation>文件夹不可写</translation>
    </message>
    <message>
        <source>Internal error</source>
        <translation>内部错误</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Models are missing</source>
        <translation>缺少模型</translation>
    </message>
    <message>
        <source>Needs a password</source>
        <translation>需要密码</translation>
    </message>
    <message>
        <source>No card</source>
        <translation>没有可用的卡</translation>
    </message>
    <message>
        <source>No engine is ready</source>
        <translation>没有就绪的引擎</translation>
    </message>
    <message>
        <source>Not a PDF</source>
        <translation>不是 PDF</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>文件不存在</translation>
    </message>
    <message>
        <source>OCR always</source>
        <translation>始终 OCR</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>Recognising</source>
        <translation>正在识别</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>文件过大</translation>
    </message>
    <message>
        <source>Took too long</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在写入</translation>
    </message>
    <message>
        <source>about {hours} h</source>
        <translation>约 {hours} 小时</translation>
    </message>
    <message>
        <source>about {minutes} min</source>
        <translation>约 {minutes} 分钟</translation>
    </message>
    <message>
        <source>at most {size}</source>
        <translation>最多 {size}</translation>
    </message>
    <message>
        <source>at most {time}</source>
        <translation>最长 {time}</translation>
    </message>
    <message>
        <source>beside older results</source>
        <translation>与旧结果并存</translation>
    </message>
    <message>
        <source>language {code}</source>
        <translation>语言 {code}</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>不到一分钟</translation>
    </message>
    <message>
        <source>no OCR</source>
        <translation>不用 OCR</translation>
    </message>
    <message>
        <source>no formulas</source>
        <translation>不识别公式</translation>
    </message>
    <message>
        <source>no tables</source>
        <translation>不识别表格</translation>
    </message>
    <message>
        <source>pages {pages}</source>
        <translation>第 {pages} 页</translation>
    </message>
    <message>
        <source>replaces older results</source>
        <translation>替换旧结果</translation>
    </message>
    <message>
        <source>replaces outdated results</source>
        <translation>替换过时的结果</translation>
    </message>
    <message>
        <source>{card}, verified</source>
        <translation>{card}，已核实</translation>
    </message>
    <message>
        <source>{engine}, as {better} is not ready</source>
        <translation>{engine}（{better} 未就绪）</translation>
    </message>
    <message>
        <source>{number} pages/min</source>
        <translation>{number} 页/分</translation>
    </message>
    <message>
        <source>{number} pages/s</source>
        <translation>{number} 页/秒</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{stage} {page} / {pages}</source>
        <translation>{stage} {page} / {pages}</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>&apos;{mode}&apos; is no device that an engine may be told.</source>
        <translation>&apos;{mode}&apos; 不是可以指定给引擎的设备。</translation>
    </message>
    <message>
        <source>&apos;{tier}&apos; is no tier of MinerU.</source>
        <translation>&apos;{tier}&apos; 不是 MinerU 的档位。</translation>
    </message>
    <message>
        <source>A Python {versions} is needed, and none was found.</source>
        <translation>需要 Python {versions}，但没有找到。</translation>
    </message>
    <message>
        <source>A calculation on {card} failed (error {code}).</source>
        <translation>{card} 上的计算失败（错误码 {code}）。</translation>
    </message>
    <message>
        <source>A calculation on {card} failed inside CUDA.</source>
        <translation>{card} 上的计算在 CUDA 内部失败。</translation>
    </message>
    <message>
        <source>A code of MinerU: ch, en, japan, korean, latin, arabic …</source>
        <translation>MinerU 的语言代码：ch、en、japan、korean、latin、arabic……</translation>
    </message>
    <message>
        <source>A folder that Headframe did not make is never touched.</source>
        <translation>不是由 Headframe 创建的文件夹绝不会被改动。</translation>
    </message>
    <message>
        <source>A key for the server belongs in the variable {variable}.</source>
        <translation>服务器的密钥请写在环境变量 {variable} 中。</translation>
    </message>
    <message>
        <source>A message of the desktop at the end, and when the first document of a batch fails, while the window is not in front.</source>
        <translation>窗口不在最前时，在全部完成以及一批中首个文档失败时显示桌面通知。</translation>
    </message>
    <message>
        <source>A model of {engine} is damaged: {file}.</source>
        <translation>{engine} 的模型已损坏：{file}。</translation>
    </message>
    <message>
        <source>A model of {engine} is missing: {file}.</source>
        <translation>缺少 {engine} 的模型：{file}。</translation>
    </message>
    <message>
        <source>A profile&apos;s name has 1 to {most} characters that can be seen.</source>
        <translation>配置方案名称须为 1 到 {most} 个可见字符。</translation>
    </message>
    <message>
        <source>A smaller batch is tried once by itself. Pick a card with more free memory, or stop what else runs on {card}.</source>
        <translation>程序会自动用更小的批次再试一次。请选择空闲显存更多的卡，或停止 {card} 上的其他程序。</translation>
    </message>
    <message>
        <source>A time that fits its pages</source>
        <translation>按页数自动确定</translation>
    </message>
    <message>
        <source>Add the user to the group HwHiAiUser and log in again; `id -nG` must show the group.</source>
        <translation>请把用户加入 HwHiAiUser 组并重新登录；`id -nG` 应显示该组。</translation>
    </message>
    <message>
        <source>Add the user to the group {group} and log in again.</source>
        <translation>请将用户加入 {group} 组并重新登录。</translation>
    </message>
    <message>
        <source>Add {first} and {second} to LD_LIBRARY_PATH.</source>
        <translation>请把 {first} 和 {second} 加入 LD_LIBRARY_PATH。</translation>
    </message>
    <message>
        <source>Add {path} again.</source>
        <translation>请重新添加 {path}。</translation>
    </message>
    <message>
        <source>After a second try with smaller batches. A reserved card is never taken.</source>
        <translation>先用更小的批次再试一次。预留的卡绝不会被占用。</translation>
    </message>
    <message>
        <source>All of it is in {log}. Without a network: fill a folder with the wheels elsewhere and name it with --wheels DIR.</source>
        <translation>完整内容见 {log}。没有网络时：请在别处把 wheel 文件下载到一个文件夹，再用 --wheels DIR 指定。</translation>
    </message>
    <message>
        <source>All system libraries are there.</source>
        <translation>所需的系统库齐全。</translation>
    </message>
    <message>
        <source>Allow more memory (--memory-limit MB), or convert fewer pages at a time (--pages 1-20).</source>
        <translation>请允许使用更多内存（--memory-limit MB），或一次少转换几页（--pages 1-20）。</translation>
    </message>
    <message>
        <source>Allow more memory (--memory-limit MB), or split the file.</source>
        <translation>请放宽内存上限（--memory-limit MB），或拆分该文件。</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>总是</translation>
    </message>
    <message>
        <source>An earlier call of the driver&apos;s tool still hangs; no second one is made meanwhile.</source>
        <translation>之前对驱动工具的调用仍未返回，其间不会再发起新的调用。</translation>
    </message>
    <message>
        <source>An engine with models takes one at a time, unless a number is given.</source>
        <translation>带模型的引擎一次处理一个文档，除非在此指定数目。</translation>
    </message>
    <message>
        <source>Another Headframe process still waits for the driver.</source>
        <translation>另一个 Headframe 进程仍在等待驱动。</translation>
    </message>
    <message>
        <source>Another Headframe process still waits for the driver; its values are {age} s old.</source>
        <translation>另一个 Headframe 进程仍在等待驱动；其数值是 {age} 秒前的。</translation>
    </message>
    <message>
        <source>Another container holds one of the mapped cards.</source>
        <translation>映射进来的某张卡正被另一个容器占用。</translation>
    </message>
    <message>
        <source>Another installation is under way.</source>
        <translation>另一个安装正在进行。</translation>
    </message>
    <message>
        <source>Another run of Headframe converts it at the moment.</source>
        <translation>另一个 Headframe 正在转换此文档。</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>As in the settings</source>
        <translation>按设置</translation>
    </message>
    <message>
        <source>As root: usermod -aG {group} USER; then log in again.</source>
        <translation>请以 root 执行：usermod -aG {group} USER，然后重新登录。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Ask the administrator to install a driver and a firmware of one release.</source>
        <translation>请管理员安装同一版本的驱动和固件。</translation>
    </message>
    <message>
        <source>Beside each document</source>
        <translation>放在各文档旁边</translation>
    </message>
    <message>
        <source>CANN does not know this chip (error {code}): driver and CANN do not match.</source>
        <translation>CANN 不认识这块芯片（错误码 {code}）：驱动与 CANN 不匹配。</translation>
    </message>
    <message>
        <source>CANN does not start on {card} ({code}): most often its version does not fit the driver or torch_npu.</source>
        <translation>CANN 无法在 {card} 上启动（{code}）：多半是它的版本与驱动或 torch_npu 不匹配。</translation>
    </message>
    <message>
        <source>CANN failed inside while it worked on {card} (error {code}).</source>
        <translation>在 {card} 上运行时 CANN 内部出错（错误码 {code}）。</translation>
    </message>
    <message>
        <source>CANN failed inside while it worked on {card} ({code}).</source>
        <translation>在 {card} 上运行时 CANN 内部出错（{code}）。</translation>
    </message>
    <message>
        <source>CANN has no kernels for this chip, or does not match its driver.</source>
        <translation>CANN 没有适用于这块芯片的算子包，或与驱动不匹配。</translation>
    </message>
    <message>
        <source>CANN is only partly installed, or was moved: {name} leads nowhere.</source>
        <translation>CANN 安装不完整或已被移动：{name} 指向的位置不存在。</translation>
    </message>
    <message>
        <source>CANN or the driver is not loaded: {library} was not found.</source>
        <translation>CANN 或驱动未加载：找不到 {library}。</translation>
    </message>
    <message>
        <source>CANN was not found: no set_env.sh in its usual places.</source>
        <translation>找不到 CANN：常用位置没有 set_env.sh。</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>Cards of this machine: {keys}.</source>
        <translation>本机的加速卡：{keys}。</translation>
    </message>
    <message>
        <source>Check its permissions and the disk it is on.</source>
        <translation>请检查其权限和所在的磁盘。</translation>
    </message>
    <message>
        <source>Check the card with `headframe cards`, and the driver with `headframe doctor`.</source>
        <translation>请用 `headframe cards` 检查卡，用 `headframe doctor` 检查驱动。</translation>
    </message>
    <message>
        <source>Check the password and try again.</source>
        <translation>请检查密码后重试。</translation>
    </message>
    <message>
        <source>Check the path {path} and the drive it is on.</source>
        <translation>请检查路径 {path} 及其所在的磁盘。</translation>
    </message>
    <message>
        <source>Check the path {path}.</source>
        <translation>请检查路径 {path}。</translation>
    </message>
    <message>
        <source>Check which program HEADFRAME_NPU_SMI or PATH leads to.</source>
        <translation>请检查 HEADFRAME_NPU_SMI 或 PATH 指向哪个程序。</translation>
    </message>
    <message>
        <source>Chinese is drawn with {font}.</source>
        <translation>中文使用字体 {font} 显示。</translation>
    </message>
    <message>
        <source>Choose another output folder, or ask for the right to write there.</source>
        <translation>请选择其他输出文件夹，或申请该处的写权限。</translation>
    </message>
    <message>
        <source>Choose another output folder, or give yourself the right to write there.</source>
        <translation>请选择其他输出文件夹，或为自己授予该处的写权限。</translation>
    </message>
    <message>
        <source>Choose one of: {languages}.</source>
        <translation>请从以下选择：{languages}。</translation>
    </message>
    <message>
        <source>Choose pages between 1 and {pages}.</source>
        <translation>请选择 1 到 {pages} 之间的页。</translation>
    </message>
    <message>
        <source>Choose the engine magic-pdf or mineru, or leave OCR on auto.</source>
        <translation>请选择引擎 magic-pdf 或 mineru，或让 OCR 保持自动。</translation>
    </message>
    <message>
        <source>Choose the engine magic-pdf or mineru, which read text from pictures. Switch OCR off to take what text the PDF itself holds.</source>
        <translation>请选择能识别图片文字的引擎 magic-pdf 或 mineru。若只取 PDF 自带的文本，请关闭 OCR。</translation>
    </message>
    <message>
        <source>Close other programs, and try again.</source>
        <translation>请关闭其他程序后重试。</translation>
    </message>
    <message>
        <source>Close other programs, and try again. The log: {path}.</source>
        <translation>请关闭其他程序后重试。日志：{path}。</translation>
    </message>
    <message>
        <source>Close other programs, or convert fewer pages at a time (--pages 1-20).</source>
        <translation>请关闭其他程序，或一次少转换几页（--pages 1-20）。</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Convert fewer pages at a time (--pages 1-20). Last words: {words}</source>
        <translation>请一次少转换几页（--pages 1-20）。最后的输出：{words}</translation>
    </message>
    <message>
        <source>Convert fewer pages at a time, or close other programs.</source>
        <translation>请一次少转换几页，或关闭其他程序。</translation>
    </message>
    <message>
        <source>Copy or download it again, or repair it with a PDF program.</source>
        <translation>请重新复制或下载，或用 PDF 软件修复。</translation>
    </message>
    <message>
        <source>Copy or download it again.</source>
        <translation>请重新复制或下载。</translation>
    </message>
    <message>
        <source>Copy or download the file again.</source>
        <translation>请重新复制或下载该文件。</translation>
    </message>
    <message>
        <source>Copy the models from a machine that has them, then run `headframe engine use {engine} --models FOLDER`.</source>
        <translation>请从有模型的机器上复制模型，再运行 `headframe engine use {engine} --models FOLDER`。</translation>
    </message>
    <message>
        <source>Copy what is missing or damaged into {folder} from a machine that has it whole; or name another folder: `headframe engine use {engine} --models FOLDER`.</source>
        <translation>请从有完整文件的机器上把缺少或损坏的部分复制到 {folder}；或指定其他文件夹：`headframe engine use {engine} --models FOLDER`。</translation>
    </message>
    <message>
        <source>Correct or remove HEADFRAME_NPU_SMI, or install the driver&apos;s tools.</source>
        <translation>请更正或去掉 HEADFRAME_NPU_SMI，或安装驱动工具。</translation>
    </message>
    <message>
        <source>Correct the path, or set HEADFRAME_DCMI=off.</source>
        <translation>请更正路径，或设置 HEADFRAME_DCMI=off。</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Documents at a time on the processor</source>
        <translation>处理器上同时处理的文档数</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation>完成。</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Export or print it to PDF, then add that file.</source>
        <translation>请将其导出或打印为 PDF，再添加该文件。</translation>
    </message>
    <message>
        <source>Fill it where there is a network: `pip download -d DIR --no-deps -r {file}`</source>
        <translation>请在有网络的机器上准备：`pip download -d DIR --no-deps -r {file}`</translation>
    </message>
    <message>
        <source>Found {script}.</source>
        <translation>已找到 {script}。</translation>
    </message>
    <message>
        <source>Free a card, or name one with --card; --card cpu works without.</source>
        <translation>请空出一张卡，或用 --card 指定；--card cpu 不用加速卡。</translation>
    </message>
    <message>
        <source>Free some space there, and try again.</source>
        <translation>请在该处腾出一些空间后重试。</translation>
    </message>
    <message>
        <source>Give a document up after</source>
        <translation>单个文档的时间上限</translation>
    </message>
    <message>
        <source>Give it more time (--timeout S), or convert fewer pages at a time (--pages 1-20).</source>
        <translation>请给它更多时间（--timeout S），或一次少转换几页（--pages 1-20）。</translation>
    </message>
    <message>
        <source>Give its password and try again.</source>
        <translation>请提供密码后重试。</translation>
    </message>
    <message>
        <source>Give the document up</source>
        <translation>放弃该文档</translation>
    </message>
    <message>
        <source>Give this container the device files of the chosen card only (`docker run --device /dev/davinciN`).</source>
        <translation>请只把所选卡的设备文件映射进此容器（`docker run --device /dev/davinciN`）。</translation>
    </message>
    <message>
        <source>Give yourself the right to read {path}.</source>
        <translation>请为自己授予 {path} 的读权限。</translation>
    </message>
    <message>
        <source>Go back to Headframe&apos;s own with `headframe engine remove flash`.</source>
        <translation>可用 `headframe engine remove flash` 改回 Headframe 自带的引擎。</translation>
    </message>
    <message>
        <source>Headers and footers were kept: without them there is little text.</source>
        <translation>已保留页眉和页脚：去掉后文本所剩无几。</translation>
    </message>
    <message>
        <source>Headframe {headframe}, Python {python}, PySide6 {qt}, {system} on {machine}.</source>
        <translation>Headframe {headframe}，Python {python}，PySide6 {qt}，{system}，{machine}。</translation>
    </message>
    <message>
        <source>Headframe&apos;s log has the details; the list goes on without these cards.</source>
        <translation>详情见 Headframe 日志；列表中暂缺这些卡。</translation>
    </message>
    <message>
        <source>How much of its memory is free is not known.</source>
        <translation>空闲显存未知。</translation>
    </message>
    <message>
        <source>In a container map /dev/davinci0 and its like; on a host check the card&apos;s seat.</source>
        <translation>在容器中请映射 /dev/davinci0 等设备；在主机上请检查卡是否插好。</translation>
    </message>
    <message>
        <source>In a container mount /usr/local/bin/npu-smi.</source>
        <translation>在容器中请挂载 /usr/local/bin/npu-smi。</translation>
    </message>
    <message>
        <source>Install CANN, or load it before Headframe starts: `source PATH/ascend-toolkit/set_env.sh`.</source>
        <translation>请安装 CANN，或在启动 Headframe 前加载：`source PATH/ascend-toolkit/set_env.sh`。</translation>
    </message>
    <message>
        <source>Install Headframe again: `packaging/run` does it.</source>
        <translation>请重新安装 Headframe：运行 `packaging/run` 即可。</translation>
    </message>
    <message>
        <source>Install Headframe with its extra `flash`, or name an interpreter that has docvortex: `headframe engine use flash --python PATH`.</source>
        <translation>请安装带 `flash` 附加组件的 Headframe，或指定装有 docvortex 的解释器：`headframe engine use flash --python PATH`。</translation>
    </message>
    <message>
        <source>Install Headframe with its extra `flash`, or run `headframe engine use flash --python PATH`.</source>
        <translation>请安装带 `flash` 附加组件的 Headframe，或运行 `headframe engine use flash --python PATH`。</translation>
    </message>
    <message>
        <source>Install it anew: `headframe engine install magic-pdf`.</source>
        <translation>请重新安装：`headframe engine install magic-pdf`。</translation>
    </message>
    <message>
        <source>Install it anew: `headframe engine install mineru`.</source>
        <translation>请重新安装：`headframe engine install mineru`。</translation>
    </message>
    <message>
        <source>Install one with your system&apos;s packages, or name one with --python PATH.</source>
        <translation>请用系统软件包安装，或用 --python PATH 指定。</translation>
    </message>
    <message>
        <source>Install the CANN toolkit, or set ASCEND_HOME_PATH.</source>
        <translation>请安装 CANN 工具包，或设置 ASCEND_HOME_PATH。</translation>
    </message>
    <message>
        <source>Install the kernels package of the same CANN release for this chip.</source>
        <translation>请为这块芯片安装同一 CANN 版本的算子包。</translation>
    </message>
    <message>
        <source>Install them anew: `headframe engine install {engine}`.</source>
        <translation>请重新安装：`headframe engine install {engine}`。</translation>
    </message>
    <message>
        <source>Install them by the names that your system has for them; on Debian: {packages}.</source>
        <translation>请按您系统中的名称安装；在 Debian 上为：{packages}。</translation>
    </message>
    <message>
        <source>Install them: `sudo apt-get install {packages}`</source>
        <translation>请安装：`sudo apt-get install {packages}`</translation>
    </message>
    <message>
        <source>Install what your system keeps them in.</source>
        <translation>请安装您系统中包含它们的软件包。</translation>
    </message>
    <message>
        <source>It cannot be used.</source>
        <translation>无法使用。</translation>
    </message>
    <message>
        <source>It has ended {deaths} workers, and is not tried again by itself. Close other programs, or convert fewer pages at a time (--pages 1-20).</source>
        <translation>它已使 {deaths} 个工作进程终止，不再自动重试。请关闭其他程序，或一次少转换几页（--pages 1-20）。</translation>
    </message>
    <message>
        <source>It has ended {deaths} workers, and is not tried again by itself. Convert fewer pages at a time (--pages 1-20) to find the one that does it. Last words: {words}</source>
        <translation>它已使 {deaths} 个工作进程终止，不再自动重试。请一次少转换几页（--pages 1-20），找出有问题的那一页。最后的输出：{words}</translation>
    </message>
    <message>
        <source>It is tried once more by itself. Details are under ~/ascend/log.</source>
        <translation>程序会自动再试一次。详情见 ~/ascend/log。</translation>
    </message>
    <message>
        <source>It is tried once more by itself; then another card is the next thing to try.</source>
        <translation>程序会自动再试一次；若仍失败，请换一张卡。</translation>
    </message>
    <message>
        <source>It must be a program that this user may run.</source>
        <translation>它必须是当前用户可以运行的程序。</translation>
    </message>
    <message>
        <source>It tells no version.</source>
        <translation>没有给出版本。</translation>
    </message>
    <message>
        <source>Its extra is called `{engine}`.</source>
        <translation>其附加组件名为 `{engine}`。</translation>
    </message>
    <message>
        <source>Its health is unknown.</source>
        <translation>健康状态未知。</translation>
    </message>
    <message>
        <source>Its health is unknown: the chip is absent or has not started.</source>
        <translation>健康状态未知：芯片不存在或尚未启动。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Language of the documents</source>
        <translation>文档语言</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Load or reinstall the driver, then restart; in a container, map {file} too.</source>
        <translation>请加载或重新安装驱动并重启；在容器中还须映射 {file}。</translation>
    </message>
    <message>
        <source>Logic ids are counted from the list instead; check where the first work lands.</source>
        <translation>逻辑编号改按列表顺序推算；请确认第一个任务落在哪张卡上。</translation>
    </message>
    <message>
        <source>Look at the disk they are on, and at the driver with `headframe doctor`.</source>
        <translation>请检查其所在磁盘，并用 `headframe doctor` 检查驱动。</translation>
    </message>
    <message>
        <source>Look in /usr/local/bin and /usr/local/sbin; in a container mount /usr/local/bin/npu-smi and /usr/local/dcmi.</source>
        <translation>请查看 /usr/local/bin 和 /usr/local/sbin；在容器中请挂载 /usr/local/bin/npu-smi 和 /usr/local/dcmi。</translation>
    </message>
    <message>
        <source>Look with `headframe cards` which cards are there, and pick again.</source>
        <translation>请用 `headframe cards` 查看有哪些卡，再重新选择。</translation>
    </message>
    <message>
        <source>Look with `headframe cards` which ids the cards have here, and report this.</source>
        <translation>请用 `headframe cards` 查看各卡在此处的编号，并反馈此问题。</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>MIG is on and no instance is made: no process can use the card.</source>
        <translation>已开启 MIG 但没有创建实例：任何进程都无法使用这张卡。</translation>
    </message>
    <message>
        <source>Make a second result</source>
        <translation>另存一份新结果</translation>
    </message>
    <message>
        <source>Make it anew with `headframe engine install {engine}`, or name another: `headframe engine use {engine} --python PATH`.</source>
        <translation>请用 `headframe engine install {engine}` 重新安装，或指定另一个：`headframe engine use {engine} --python PATH`。</translation>
    </message>
    <message>
        <source>Make room there, or choose another folder.</source>
        <translation>请在该处腾出空间，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>Make room there, or name another folder: TMPDIR=FOLDER headframe …</source>
        <translation>请腾出空间，或指定其他文件夹：TMPDIR=FOLDER headframe …</translation>
    </message>
    <message>
        <source>Make room there, then retry.</source>
        <translation>请在该处腾出空间后重试。</translation>
    </message>
    <message>
        <source>Making an environment with {path}.</source>
        <translation>正在用 {path} 创建环境。</translation>
    </message>
    <message>
        <source>Map only free cards into this container (`docker run --device /dev/davinciN`), stop the other one, or run both privileged.</source>
        <translation>请只把空闲的卡映射进此容器（`docker run --device /dev/davinciN`）、停掉另一个容器，或让两者都以特权模式运行。</translation>
    </message>
    <message>
        <source>Map only free cards into this container, stop the other container, or run both privileged.</source>
        <translation>请只映射空闲的卡，或停止另一个容器，或让两者都以特权模式运行。</translation>
    </message>
    <message>
        <source>Memory and load are right all the same.</source>
        <translation>显存和负载的数值仍然准确。</translation>
    </message>
    <message>
        <source>Memory for a document at most</source>
        <translation>单个文档的内存上限</translation>
    </message>
    <message>
        <source>MinerU 4</source>
        <translation>MinerU 4</translation>
    </message>
    <message>
        <source>MinerU 4 always recognises formulas and tables.</source>
        <translation>MinerU 4 总是识别公式和表格。</translation>
    </message>
    <message>
        <source>MinerU 4 finds out the language by itself.</source>
        <translation>MinerU 4 会自行判断语言。</translation>
    </message>
    <message>
        <source>MinerU fetches models that are missing from the network.</source>
        <translation>MinerU 会从网络获取缺少的模型。</translation>
    </message>
    <message>
        <source>MinerU takes the tier {tier}.</source>
        <translation>MinerU 使用档位 {tier}。</translation>
    </message>
    <message>
        <source>Models of MinerU that are missing cannot be fetched: the network does not answer.</source>
        <translation>无法获取 MinerU 缺少的模型：网络没有应答。</translation>
    </message>
    <message>
        <source>Models of the tier {tier} of MinerU are missing.</source>
        <translation>缺少 MinerU {tier} 档的模型。</translation>
    </message>
    <message>
        <source>Name a folder with both wheels (--wheels DIR), or the Python of an environment that has them: `headframe engine use {engine} --python PATH`.</source>
        <translation>请指定包含这两个 wheel 的文件夹（--wheels DIR），或指定已安装它们的环境的 Python：`headframe engine use {engine} --python PATH`。</translation>
    </message>
    <message>
        <source>Name a server that runs it: `headframe engine use mineru --vlm-url URL`; or a tier that does without: `--tier basic`.</source>
        <translation>请指定运行该模型的服务器：`headframe engine use mineru --vlm-url URL`；或改用不需要它的档位：`--tier basic`。</translation>
    </message>
    <message>
        <source>Name another folder in the variable {variable}.</source>
        <translation>请在变量 {variable} 中指定其他文件夹。</translation>
    </message>
    <message>
        <source>Name another: `headframe engine use {engine} --python PATH`.</source>
        <translation>请指定另一个：`headframe engine use {engine} --python PATH`。</translation>
    </message>
    <message>
        <source>Name one that works: `headframe engine use {engine} --python PATH`.</source>
        <translation>请指定一个可用的：`headframe engine use {engine} --python PATH`。</translation>
    </message>
    <message>
        <source>Name the Python of an environment in which the engine is installed: `headframe engine use {engine} --python PATH`.</source>
        <translation>请指定装有该引擎的环境中的 Python：`headframe engine use {engine} --python PATH`。</translation>
    </message>
    <message>
        <source>Native text · no models</source>
        <translation>原生文本 · 无需模型</translation>
    </message>
    <message>
        <source>Needs an engine with models.</source>
        <translation>需要带模型的引擎。</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>No Ascend driver: {file} is not there.</source>
        <translation>没有昇腾驱动：{file} 不存在。</translation>
    </message>
    <message>
        <source>No Ascend tools found.</source>
        <translation>没有找到昇腾工具。</translation>
    </message>
    <message>
        <source>No NPU found: the driver runs and lists no card.</source>
        <translation>没有找到 NPU：驱动在运行，但没有列出任何卡。</translation>
    </message>
    <message>
        <source>No NVIDIA driver.</source>
        <translation>没有 NVIDIA 驱动。</translation>
    </message>
    <message>
        <source>No card is chosen.</source>
        <translation>没有选择加速卡。</translation>
    </message>
    <message>
        <source>No card is fit for this work. {reasons}</source>
        <translation>没有适合此任务的加速卡。{reasons}</translation>
    </message>
    <message>
        <source>No folder for temporary files can be made in {path} ({reason}).</source>
        <translation>无法在 {path} 中创建临时文件夹（{reason}）。</translation>
    </message>
    <message>
        <source>No installed font has Chinese signs: boxes are drawn in their place.</source>
        <translation>已安装的字体都不含汉字：汉字会显示为方框。</translation>
    </message>
    <message>
        <source>No libdcmi.so in its places.</source>
        <translation>常用位置没有 libdcmi.so。</translation>
    </message>
    <message>
        <source>No models of {engine} are in the folder named for them, {folder}: it holds none of {parts}.</source>
        <translation>指定的文件夹 {folder} 中没有 {engine} 的模型：其中不含 {parts} 中的任何一个。</translation>
    </message>
    <message>
        <source>No npu-smi on PATH, in /usr/local/bin or /usr/local/sbin.</source>
        <translation>PATH、/usr/local/bin 和 /usr/local/sbin 中都没有 npu-smi。</translation>
    </message>
    <message>
        <source>No set_env.sh below /usr/local/Ascend or ~/Ascend.</source>
        <translation>/usr/local/Ascend 和 ~/Ascend 下都没有 set_env.sh。</translation>
    </message>
    <message>
        <source>No space is left in {folder}.</source>
        <translation>{folder} 已没有剩余空间。</translation>
    </message>
    <message>
        <source>Not done after {seconds} s, and so stopped.</source>
        <translation>{seconds} 秒后仍未完成，已停止。</translation>
    </message>
    <message>
        <source>Not every package is in {folder}: {line}</source>
        <translation>{folder} 中的软件包不全：{line}</translation>
    </message>
    <message>
        <source>Nothing answers at {address}.</source>
        <translation>{address} 没有响应。</translation>
    </message>
    <message>
        <source>Nothing can be written in {folder}: is it writable, the disk full?</source>
        <translation>无法写入 {folder}：请检查权限以及磁盘是否已满。</translation>
    </message>
    <message>
        <source>Nothing was recognised on these pages.</source>
        <translation>这些页上没有识别出任何内容。</translation>
    </message>
    <message>
        <source>On {card}: {holders}. {other} has {free} GB free: choose it instead (--card {key}).</source>
        <translation>{card} 上：{holders}。{other} 有 {free} GB 空闲：请改选它（--card {key}）。</translation>
    </message>
    <message>
        <source>On {card}: {holders}; {free} of {total} GB are free now. Stop one of these, or convert fewer pages at a time.</source>
        <translation>{card} 上有：{holders}；目前空闲 {free} / {total} GB。请停止其中之一，或一次少转换几页。</translation>
    </message>
    <message>
        <source>On {machine}, torch_npu wants a build of torch that package indexes do not have.</source>
        <translation>在 {machine} 上，torch_npu 需要软件源中没有的 torch 构建版本。</translation>
    </message>
    <message>
        <source>One program works on cards of one kind only.</source>
        <translation>一个程序只能使用同一种卡。</translation>
    </message>
    <message>
        <source>Only while no other document is selected.</source>
        <translation>仅当没有选中其他文档时。</translation>
    </message>
    <message>
        <source>Only {percent} % of the text of the PDF is in the Markdown: compare the two.</source>
        <translation>PDF 文本只有 {percent}% 出现在 Markdown 中：请对照检查。</translation>
    </message>
    <message>
        <source>Open it in another program and save it as PDF, or download it again.</source>
        <translation>请用其他程序打开并另存为 PDF，或重新下载。</translation>
    </message>
    <message>
        <source>Open it with the program that made it, and save it as a PDF.</source>
        <translation>请用生成它的程序打开，并另存为 PDF。</translation>
    </message>
    <message>
        <source>Outside {variable}={value}, which was set before Headframe started.</source>
        <translation>不在 {variable}={value} 的范围内，该变量在 Headframe 启动前已设置。</translation>
    </message>
    <message>
        <source>PDFs in {folder}: {count}, all of them hidden: their names, or their folders&apos;, begin with a dot. `--hidden` takes them, too.</source>
        <translation>{folder} 中有 {count} 个 PDF，全部是隐藏的：文件名或文件夹名以点开头。加上 `--hidden` 可一并处理。</translation>
    </message>
    <message>
        <source>PDFs in {folder}: {count}. --include, --exclude, --max-depth leave out all of them. `--dry-run` shows what other patterns would take.</source>
        <translation>{folder} 中有 {count} 个 PDF，但 --include、--exclude、--max-depth 把它们全部排除了。可用 `--dry-run` 查看其他规则会选中哪些文件。</translation>
    </message>
    <message>
        <source>Part of what npu-smi printed cannot be read ({count}): {first}</source>
        <translation>npu-smi 的部分输出无法识别（{count} 处）：{first}</translation>
    </message>
    <message>
        <source>Pick another card (`headframe cards` lists them), and tell the administrator of this machine.</source>
        <translation>请另选一张卡（`headframe cards` 会列出），并告知这台机器的管理员。</translation>
    </message>
    <message>
        <source>Pick another card, or stop what runs on this one: `headframe cards` lists it.</source>
        <translation>请换一张卡，或停止这张卡上的程序：`headframe cards` 会列出它们。</translation>
    </message>
    <message>
        <source>Pick another card: `headframe cards` lists them.</source>
        <translation>请另选一张卡：`headframe cards` 可列出所有卡。</translation>
    </message>
    <message>
        <source>Pinned to {card}, the engine sees {count} devices instead of 1.</source>
        <translation>引擎已绑定到 {card}，但看到 {count} 个设备，而不是 1 个。</translation>
    </message>
    <message>
        <source>Plug it in, then retry. If {folder} is a plain folder now, make a folder in it first.</source>
        <translation>请接上磁盘后重试。若 {folder} 现在只是普通文件夹，请先在其中新建一个文件夹。</translation>
    </message>
    <message>
        <source>Present, usage unknown: the driver&apos;s tools do not answer.</source>
        <translation>设备存在，占用未知：驱动工具没有应答。</translation>
    </message>
    <message>
        <source>Process {pid} was pinned to {card} and is on {other}: it was stopped.</source>
        <translation>进程 {pid} 已绑定到 {card}，实际却在 {other} 上：已将其停止。</translation>
    </message>
    <message>
        <source>Profile for new documents</source>
        <translation>新文档的配置方案</translation>
    </message>
    <message>
        <source>Put it back, or take it out of the list.</source>
        <translation>请将其放回，或从列表中移除。</translation>
    </message>
    <message>
        <source>Put results</source>
        <translation>结果存放位置</translation>
    </message>
    <message>
        <source>PySide6 is not installed.</source>
        <translation>未安装 PySide6。</translation>
    </message>
    <message>
        <source>PySide6 {qt} crashes after a while on this Python. Install an older one: {command}</source>
        <translation>PySide6 {qt} 在此 Python 上运行一段时间后会崩溃。请安装较旧版本：{command}</translation>
    </message>
    <message>
        <source>Python was killed while it imported the packages of {engine}; most often memory had run out.</source>
        <translation>Python 在导入 {engine} 的软件包时被终止；多半是内存耗尽。</translation>
    </message>
    <message>
        <source>QT_QPA_PLATFORM is {platform}: no window is shown.</source>
        <translation>QT_QPA_PLATFORM 为 {platform}：不会显示窗口。</translation>
    </message>
    <message>
        <source>Read text from pictures (OCR)</source>
        <translation>识别图片中的文字（OCR）</translation>
    </message>
    <message>
        <source>Reading the cards failed in a way that was not foreseen.</source>
        <translation>读取加速卡时发生了意外错误。</translation>
    </message>
    <message>
        <source>Recognise formulas</source>
        <translation>识别公式</translation>
    </message>
    <message>
        <source>Recognise tables</source>
        <translation>识别表格</translation>
    </message>
    <message>
        <source>Reinstall the driver if cards misbehave.</source>
        <translation>若加速卡工作异常，请重新安装驱动。</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>替换原有结果</translation>
    </message>
    <message>
        <source>Reserved: {note}.</source>
        <translation>已预留：{note}。</translation>
    </message>
    <message>
        <source>Restart the machine after a driver upgrade; else run `nvidia-smi` to see more.</source>
        <translation>升级驱动后请重启机器；否则请运行 `nvidia-smi` 查看更多。</translation>
    </message>
    <message>
        <source>Restart the machine after a driver upgrade; if it stays, reinstall the driver.</source>
        <translation>升级驱动后请重启机器；若仍如此，请重新安装驱动。</translation>
    </message>
    <message>
        <source>Run `headframe engine install {engine}`; or, if you have an environment with it, `headframe engine use {engine} --python PATH`.</source>
        <translation>请运行 `headframe engine install {engine}`；若已有装好它的环境，请运行 `headframe engine use {engine} --python PATH`。</translation>
    </message>
    <message>
        <source>Run `npu-smi info` in a terminal to see all that it says.</source>
        <translation>请在终端运行 `npu-smi info` 查看完整输出。</translation>
    </message>
    <message>
        <source>Run `nvidia-smi` in a terminal; reinstall the driver if it fails, too.</source>
        <translation>请在终端运行 `nvidia-smi`；若也失败，请重新安装驱动。</translation>
    </message>
    <message>
        <source>Save it again with the program that made it.</source>
        <translation>请用生成它的程序重新保存。</translation>
    </message>
    <message>
        <source>Save the document to a file first.</source>
        <translation>请先将文档保存为文件。</translation>
    </message>
    <message>
        <source>See its health with `headframe cards`, and the kernel&apos;s log with `dmesg`.</source>
        <translation>请用 `headframe cards` 查看其健康状态，用 `dmesg` 查看内核日志。</translation>
    </message>
    <message>
        <source>See the log; the details are there.</source>
        <translation>详情请查看日志。</translation>
    </message>
    <message>
        <source>Set HEADFRAME_DCMI=off to leave it alone; reinstall the driver if it stays.</source>
        <translation>可设置 HEADFRAME_DCMI=off 不再使用它；若仍如此，请重新安装驱动。</translation>
    </message>
    <message>
        <source>Show a document when it is done</source>
        <translation>文档完成后自动显示</translation>
    </message>
    <message>
        <source>Show an icon in the system tray</source>
        <translation>在系统托盘中显示图标</translation>
    </message>
    <message>
        <source>Skip it if nothing has changed, else make a second one</source>
        <translation>若无变化则跳过，否则另存一份新结果</translation>
    </message>
    <message>
        <source>Skip it if nothing has changed, else replace it</source>
        <translation>若无变化则跳过，否则替换旧结果</translation>
    </message>
    <message>
        <source>Something went wrong ({kind}), and no log could be kept.</source>
        <translation>出错了（{kind}），且无法写入日志。</translation>
    </message>
    <message>
        <source>Something went wrong ({kind}). The log has the details: {file}</source>
        <translation>出错了（{kind}）。详情见日志：{file}</translation>
    </message>
    <message>
        <source>Something went wrong in Headframe itself.</source>
        <translation>Headframe 内部出错。</translation>
    </message>
    <message>
        <source>Start the engine through Headframe, which pins it to a card.</source>
        <translation>请通过 Headframe 启动引擎，由它绑定到卡上。</translation>
    </message>
    <message>
        <source>Stay awake while documents are converted</source>
        <translation>转换文档时保持唤醒</translation>
    </message>
    <message>
        <source>Stop some of them, or pick another card.</source>
        <translation>请停止其中一些，或换一张卡。</translation>
    </message>
    <message>
        <source>Stopped when it took {used} MB of memory; {allowed} MB are allowed.</source>
        <translation>占用内存达到 {used} MB 时已停止；上限为 {allowed} MB。</translation>
    </message>
    <message>
        <source>System libraries are missing: {libraries}.</source>
        <translation>缺少系统库：{libraries}。</translation>
    </message>
    <message>
        <source>Tell me when everything is done</source>
        <translation>全部完成时通知我</translation>
    </message>
    <message>
        <source>The Ascend driver does not answer, although this user may open it.</source>
        <translation>昇腾驱动没有应答，尽管当前用户有权打开它。</translation>
    </message>
    <message>
        <source>The Ascend driver is not running: {file} is not there.</source>
        <translation>昇腾驱动没有运行：{file} 不存在。</translation>
    </message>
    <message>
        <source>The Ascend driver refuses this user.</source>
        <translation>昇腾驱动拒绝当前用户。</translation>
    </message>
    <message>
        <source>The Ascend driver&apos;s library crashed.</source>
        <translation>昇腾驱动库崩溃。</translation>
    </message>
    <message>
        <source>The Ascend driver&apos;s library gave no answer within {seconds} s.</source>
        <translation>昇腾驱动库在 {seconds} 秒内没有响应。</translation>
    </message>
    <message>
        <source>The Markdown was changed after the conversion: {count} of {total} places on the page no longer fit and are left out.</source>
        <translation>转换后 Markdown 被修改过：{total} 处页面位置中有 {count} 处已对不上，不再显示。</translation>
    </message>
    <message>
        <source>The NVIDIA driver gave no answer within {seconds} s.</source>
        <translation>NVIDIA 驱动在 {seconds} 秒内没有应答。</translation>
    </message>
    <message>
        <source>The NVIDIA driver refuses: {text}.</source>
        <translation>NVIDIA 驱动拒绝：{text}。</translation>
    </message>
    <message>
        <source>The NVIDIA driver&apos;s library crashed.</source>
        <translation>NVIDIA 驱动库崩溃了。</translation>
    </message>
    <message>
        <source>The address of the model server is not one: it has to be like {example}.</source>
        <translation>模型服务器的地址无效，应当形如 {example}。</translation>
    </message>
    <message>
        <source>The address of the model server may hold no name, password, &apos;?&apos; or &apos;#&apos;.</source>
        <translation>模型服务器的地址中不能有用户名、密码、“?”或“#”。</translation>
    </message>
    <message>
        <source>The best that is ready</source>
        <translation>已就绪的最佳引擎</translation>
    </message>
    <message>
        <source>The card with the most room</source>
        <translation>空闲显存最多的卡</translation>
    </message>
    <message>
        <source>The cards of the window</source>
        <translation>与窗口所选加速卡相同</translation>
    </message>
    <message>
        <source>The disk of {place} is full.</source>
        <translation>{place} 所在的磁盘已满。</translation>
    </message>
    <message>
        <source>The document has no pages.</source>
        <translation>文档没有页面。</translation>
    </message>
    <message>
        <source>The document has {pages} pages, so there is no page {page}.</source>
        <translation>文档共 {pages} 页，没有第 {page} 页。</translation>
    </message>
    <message>
        <source>The drive of {folder} is not there.</source>
        <translation>{folder} 的磁盘不在。</translation>
    </message>
    <message>
        <source>The driver answers with code {code} ({name}).</source>
        <translation>驱动返回错误码 {code}（{name}）。</translation>
    </message>
    <message>
        <source>The driver does not show on which card process {pid} is.</source>
        <translation>驱动没有显示进程 {pid} 在哪张卡上。</translation>
    </message>
    <message>
        <source>The driver does not tell which processes use a card.</source>
        <translation>驱动没有提供哪些进程在使用卡。</translation>
    </message>
    <message>
        <source>The driver gives this chip no logic id, so no process can be pinned to it.</source>
        <translation>驱动没有给这颗芯片逻辑编号，无法把进程绑定到它。</translation>
    </message>
    <message>
        <source>The driver hangs or is heavily loaded; Headframe asks again by itself.</source>
        <translation>驱动卡住或负载很重；Headframe 会自动再次询问。</translation>
    </message>
    <message>
        <source>The driver has lost this card (NVML code {code}).</source>
        <translation>驱动已丢失这张卡（NVML 错误码 {code}）。</translation>
    </message>
    <message>
        <source>The driver of the cards does not answer the engine.</source>
        <translation>卡的驱动没有响应引擎。</translation>
    </message>
    <message>
        <source>The driver of this machine&apos;s cards does not answer.</source>
        <translation>这台机器的加速卡驱动没有回应。</translation>
    </message>
    <message>
        <source>The driver package may not be completely installed.</source>
        <translation>驱动包可能没有完整安装。</translation>
    </message>
    <message>
        <source>The driver reports its health as {health}.</source>
        <translation>驱动报告其健康状态为 {health}。</translation>
    </message>
    <message>
        <source>The driver tells no UUID, so no process can be pinned to it.</source>
        <translation>驱动没有提供 UUID，无法把进程绑定到它。</translation>
    </message>
    <message>
        <source>The driver warns about the health of {card}.</source>
        <translation>驱动对 {card} 的健康状态发出警告。</translation>
    </message>
    <message>
        <source>The engine cannot use an NPU: torch_npu is not installed beside it.</source>
        <translation>引擎无法使用 NPU：其环境中没有安装 torch_npu。</translation>
    </message>
    <message>
        <source>The engine did not start within {seconds} s.</source>
        <translation>引擎在 {seconds} 秒内没有启动。</translation>
    </message>
    <message>
        <source>The engine flash is not installed: docvortex cannot be imported.</source>
        <translation>未安装 flash 引擎：无法导入 docvortex。</translation>
    </message>
    <message>
        <source>The engine flash reads the text of the PDF itself; it has no OCR.</source>
        <translation>flash 引擎读取 PDF 自带的文本，没有 OCR。</translation>
    </message>
    <message>
        <source>The engine said it was done, but left no result.</source>
        <translation>引擎报告已完成，但没有留下结果。</translation>
    </message>
    <message>
        <source>The engine stopped at this document with an error of its own ({error}).</source>
        <translation>引擎处理此文档时自身出错而停止（{error}）。</translation>
    </message>
    <message>
        <source>The engine {engine} does not start under its interpreter: {error}.</source>
        <translation>引擎 {engine} 无法在其解释器下启动：{error}。</translation>
    </message>
    <message>
        <source>The engine {engine} is not installed.</source>
        <translation>未安装引擎 {engine}。</translation>
    </message>
    <message>
        <source>The engine {engine} was not ready after {seconds} s.</source>
        <translation>引擎 {engine} 在 {seconds} 秒后仍未就绪。</translation>
    </message>
    <message>
        <source>The engine&apos;s packages do not fit each other: torch and torch_npu, most likely.</source>
        <translation>引擎的软件包互不匹配：很可能是 torch 与 torch_npu。</translation>
    </message>
    <message>
        <source>The engine&apos;s process crashed ({signal}).</source>
        <translation>引擎进程崩溃（{signal}）。</translation>
    </message>
    <message>
        <source>The engine&apos;s process ended by itself (code {code}).</source>
        <translation>引擎进程自行退出（代码 {code}）。</translation>
    </message>
    <message>
        <source>The engine&apos;s process has not answered for {seconds} s.</source>
        <translation>引擎进程已有 {seconds} 秒没有响应。</translation>
    </message>
    <message>
        <source>The engine&apos;s process is gone.</source>
        <translation>引擎进程已不存在。</translation>
    </message>
    <message>
        <source>The engine&apos;s process said something that cannot be understood.</source>
        <translation>引擎进程发来无法理解的消息。</translation>
    </message>
    <message>
        <source>The engine&apos;s process was ended.</source>
        <translation>引擎进程已被结束。</translation>
    </message>
    <message>
        <source>The engine&apos;s process was killed; most often memory had run out.</source>
        <translation>引擎进程被强行终止，多半是因为内存耗尽。</translation>
    </message>
    <message>
        <source>The export ended before its time. The log says more.</source>
        <translation>导出提前中断，详情见日志。</translation>
    </message>
    <message>
        <source>The file has {size} MB, and an engine may take {allowed} MB of memory.</source>
        <translation>该文件有 {size} MB，而引擎最多可用 {allowed} MB 内存。</translation>
    </message>
    <message>
        <source>The file is damaged: its pages cannot be read.</source>
        <translation>文件已损坏：无法读取其页面。</translation>
    </message>
    <message>
        <source>The file is protected with a password.</source>
        <translation>文件受密码保护。</translation>
    </message>
    <message>
        <source>The folder named for the models of {engine} was not found: {folder}.</source>
        <translation>没有找到为 {engine} 指定的模型文件夹：{folder}。</translation>
    </message>
    <message>
        <source>The folder {name} cannot be listed: permission denied.</source>
        <translation>无法列出文件夹 {name}：权限不足。</translation>
    </message>
    <message>
        <source>The folder {name} cannot be listed: {error}.</source>
        <translation>无法列出文件夹 {name}：{error}。</translation>
    </message>
    <message>
        <source>The folder {name} could not be listed when it was looked through.</source>
        <translation>查找文档时无法列出文件夹 {name}。</translation>
    </message>
    <message>
        <source>The folder {path} cannot be written: {error}. Make room, or name another folder in HEADFRAME_HOME.</source>
        <translation>无法写入文件夹 {path}：{error}。请腾出空间，或在 HEADFRAME_HOME 中指定其他文件夹。</translation>
    </message>
    <message>
        <source>The fonts of {name} hide its text: what is there is no language.</source>
        <translation>{name} 的字体使文本不可读：其中的文字不成语言。</translation>
    </message>
    <message>
        <source>The installation was cancelled.</source>
        <translation>安装已取消。</translation>
    </message>
    <message>
        <source>The interpreter of {engine} cannot be started: {path} ({reason}).</source>
        <translation>无法启动 {engine} 的解释器：{path}（{reason}）。</translation>
    </message>
    <message>
        <source>The interpreter of {engine} is gone: {path}.</source>
        <translation>{engine} 的解释器已不存在：{path}。</translation>
    </message>
    <message>
        <source>The job {job} is no longer in the queue.</source>
        <translation>任务 {job} 已不在队列中。</translation>
    </message>
    <message>
        <source>The library that HEADFRAME_DCMI names cannot be loaded: {reason}</source>
        <translation>无法加载 HEADFRAME_DCMI 指定的库：{reason}</translation>
    </message>
    <message>
        <source>The log has the details.</source>
        <translation>详情见日志。</translation>
    </message>
    <message>
        <source>The log has the details: {file}</source>
        <translation>详情见日志：{file}</translation>
    </message>
    <message>
        <source>The machine does not go to sleep by itself meanwhile, where systemd allows it.</source>
        <translation>在 systemd 允许的情况下，此期间机器不会自动进入睡眠。</translation>
    </message>
    <message>
        <source>The memory of {card} rose by {rise} MB while process {pid} loaded its models.</source>
        <translation>进程 {pid} 加载模型时，{card} 的显存增加了 {rise} MB。</translation>
    </message>
    <message>
        <source>The models of {engine} were not found on this machine.</source>
        <translation>本机没有找到 {engine} 的模型。</translation>
    </message>
    <message>
        <source>The packages could not be installed: {line}</source>
        <translation>无法安装软件包：{line}</translation>
    </message>
    <message>
        <source>The pages of {name} hold drawings and no text.</source>
        <translation>{name} 的页面只有图形，没有文本。</translation>
    </message>
    <message>
        <source>The password does not open the file.</source>
        <translation>密码无法打开此文件。</translation>
    </message>
    <message>
        <source>The password does not open {name}.</source>
        <translation>密码无法打开 {name}。</translation>
    </message>
    <message>
        <source>The plain preview is used; formulas are shown as their source.</source>
        <translation>使用简易预览；公式以源码显示。</translation>
    </message>
    <message>
        <source>The profile {name} cannot be used: {error}. Remove it, or use the Headframe that made it.</source>
        <translation>无法使用配置方案 {name}：{error}。请删除它，或使用创建它的 Headframe 版本。</translation>
    </message>
    <message>
        <source>The profiles cannot be written to {path}: {error}.</source>
        <translation>无法将配置方案写入 {path}：{error}。</translation>
    </message>
    <message>
        <source>The profiles in {path} cannot be read: {error}. Mend or remove that file.</source>
        <translation>无法读取 {path} 中的配置方案：{error}。请修复或删除该文件。</translation>
    </message>
    <message>
        <source>The queue {path} cannot be used: {error}. Check the disk&apos;s space and the folder&apos;s permissions.</source>
        <translation>队列 {path} 无法使用：{error}。请检查磁盘空间和文件夹权限。</translation>
    </message>
    <message>
        <source>The queue {path} was written by a newer Headframe. Update Headframe, or move that file away to start with an empty queue.</source>
        <translation>队列 {path} 由更新版本的 Headframe 写入。请更新 Headframe，或移走该文件以从空队列开始。</translation>
    </message>
    <message>
        <source>The result cannot be written to {folder}: {reason}.</source>
        <translation>无法将结果写入 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>The result cannot be written to {place}: {error}.</source>
        <translation>无法将结果写入 {place}：{error}。</translation>
    </message>
    <message>
        <source>The result folder {folder} is gone or cannot be read.</source>
        <translation>结果文件夹 {folder} 不存在或无法读取。</translation>
    </message>
    <message>
        <source>The result is there already, from the same file with the same options ({created_at}).</source>
        <translation>结果已存在，来自同一文件和相同选项（{created_at}）。</translation>
    </message>
    <message>
        <source>The result {path} cannot be read. Convert the document again.</source>
        <translation>无法读取结果 {path}。请重新转换该文档。</translation>
    </message>
    <message>
        <source>The server of MinerU&apos;s vision-language model answers: {url}.</source>
        <translation>MinerU 视觉语言模型的服务器有应答：{url}。</translation>
    </message>
    <message>
        <source>The server of MinerU&apos;s vision-language model does not answer: {url}.</source>
        <translation>MinerU 视觉语言模型的服务没有应答：{url}。</translation>
    </message>
    <message>
        <source>The settings cannot be saved: {error}. They hold until Headframe is closed.</source>
        <translation>无法保存设置：{error}。在关闭 Headframe 之前，这些设置仍然有效。</translation>
    </message>
    <message>
        <source>The system killed the engine&apos;s process: memory had run out.</source>
        <translation>系统终止了引擎进程：内存已耗尽。</translation>
    </message>
    <message>
        <source>The system killed the engine&apos;s process: memory had run out. It held {held} GB.</source>
        <translation>系统终止了引擎进程：内存已耗尽。当时它占用 {held} GB。</translation>
    </message>
    <message>
        <source>The system killed {engine} while it started: memory had run out.</source>
        <translation>{engine} 启动时被系统终止：内存已耗尽。</translation>
    </message>
    <message>
        <source>The text of {name} cannot be trusted: it is a scan, or its fonts hide it.</source>
        <translation>{name} 的文本不可信：它是扫描件，或其字体使文本不可读。</translation>
    </message>
    <message>
        <source>The tier {tier} of MinerU wants its vision-language model, which is not there.</source>
        <translation>MinerU 的档位 {tier} 需要视觉语言模型，但这里没有。</translation>
    </message>
    <message>
        <source>The versions of the cards&apos; driver and firmware do not match.</source>
        <translation>卡的驱动与固件版本不匹配。</translation>
    </message>
    <message>
        <source>The work on {card} was stopped by its driver ({what}).</source>
        <translation>{card} 上的任务被其驱动停止（{what}）。</translation>
    </message>
    <message>
        <source>The worker&apos;s log says more; `headframe doctor` checks the installation.</source>
        <translation>工作进程的日志有更多说明；`headframe doctor` 会检查安装。</translation>
    </message>
    <message>
        <source>There is a profile {name} already. Choose another name.</source>
        <translation>已有名为 {name} 的配置方案，请换一个名称。</translation>
    </message>
    <message>
        <source>There is no Markdown file in {folder}.</source>
        <translation>{folder} 中没有 Markdown 文件。</translation>
    </message>
    <message>
        <source>There is no PDF in {folder}.</source>
        <translation>{folder} 中没有 PDF。</translation>
    </message>
    <message>
        <source>There is no card &apos;{key}&apos; here.</source>
        <translation>这里没有加速卡“{key}”。</translation>
    </message>
    <message>
        <source>There is no card {key} here.</source>
        <translation>这里没有加速卡 {key}。</translation>
    </message>
    <message>
        <source>There is no display here.</source>
        <translation>这里没有显示器。</translation>
    </message>
    <message>
        <source>There is no group {group}.</source>
        <translation>没有 {group} 组。</translation>
    </message>
    <message>
        <source>There is no npu-smi at {program}.</source>
        <translation>{program} 处没有 npu-smi。</translation>
    </message>
    <message>
        <source>There is no profile {name}. There are: {known}.</source>
        <translation>没有配置方案 {name}。现有：{known}。</translation>
    </message>
    <message>
        <source>There is no text on these pages.</source>
        <translation>这些页上没有文本。</translation>
    </message>
    <message>
        <source>There is nothing to try again: what failed has a result by now, or is not there any more.</source>
        <translation>没有可重试的文档：先前失败的已有结果，或已不在原处。</translation>
    </message>
    <message>
        <source>There was not enough memory for this document.</source>
        <translation>内存不足以处理此文档。</translation>
    </message>
    <message>
        <source>This card does not support the query.</source>
        <translation>这张卡不支持该查询。</translation>
    </message>
    <message>
        <source>This could not be looked at: {error}.</source>
        <translation>无法检查此项：{error}。</translation>
    </message>
    <message>
        <source>This document has to be read by OCR, and the tier flash of MinerU has none.</source>
        <translation>此文档需要 OCR，而 MinerU 的 flash 档没有 OCR。</translation>
    </message>
    <message>
        <source>This kernel has memory pages of {size} KB, on which the full preview cannot run.</source>
        <translation>此内核的内存页为 {size} KB，无法运行完整预览。</translation>
    </message>
    <message>
        <source>This result cannot be shown. The log says more.</source>
        <translation>无法显示此结果，详情见日志。</translation>
    </message>
    <message>
        <source>This user belongs to it.</source>
        <translation>当前用户属于该组。</translation>
    </message>
    <message>
        <source>This user does not belong to it.</source>
        <translation>当前用户不属于该组。</translation>
    </message>
    <message>
        <source>This user may not open {file}.</source>
        <translation>当前用户无权打开 {file}。</translation>
    </message>
    <message>
        <source>Those values are shown as unknown.</source>
        <translation>这些数值显示为未知。</translation>
    </message>
    <message>
        <source>Tiers: {tiers}.</source>
        <translation>可用档位：{tiers}。</translation>
    </message>
    <message>
        <source>Too many processes work on {card} (error {code}).</source>
        <translation>{card} 上的进程过多（错误码 {code}）。</translation>
    </message>
    <message>
        <source>Try again when less runs on it, or pick another card.</source>
        <translation>请等其负载降低后重试，或换一张卡。</translation>
    </message>
    <message>
        <source>Try again; if it happens again, convert fewer pages at a time (--pages 1-20).</source>
        <translation>请重试；若再次发生，请一次少转换几页（--pages 1-20）。</translation>
    </message>
    <message>
        <source>Try again; if it stays, look at the driver&apos;s log and restart the machine.</source>
        <translation>请重试；若仍如此，请查看驱动日志并重启机器。</translation>
    </message>
    <message>
        <source>Try another of the chosen cards</source>
        <translation>改用另一张已选的卡</translation>
    </message>
    <message>
        <source>Try any card that has more room</source>
        <translation>改用任意一张空间更大的卡</translation>
    </message>
    <message>
        <source>Trying it.</source>
        <translation>正在试运行。</translation>
    </message>
    <message>
        <source>Turned off by HEADFRAME_DCMI.</source>
        <translation>已由 HEADFRAME_DCMI 关闭。</translation>
    </message>
    <message>
        <source>Unpacking everything; this takes a minute or two.</source>
        <translation>正在解包，需要一两分钟。</translation>
    </message>
    <message>
        <source>Use only one of them.</source>
        <translation>请只使用其中一个。</translation>
    </message>
    <message>
        <source>Values that the card does not report are shown as unknown.</source>
        <translation>卡不提供的数值显示为未知。</translation>
    </message>
    <message>
        <source>Verified: process {pid} is on {card}.</source>
        <translation>已核实：进程 {pid} 在 {card} 上。</translation>
    </message>
    <message>
        <source>Version {version}, driver {driver}.</source>
        <translation>版本 {version}，驱动 {driver}。</translation>
    </message>
    <message>
        <source>Version {version}.</source>
        <translation>版本 {version}。</translation>
    </message>
    <message>
        <source>Wait for it to end, then try again.</source>
        <translation>请等它结束后重试。</translation>
    </message>
    <message>
        <source>Wait until it has its answer, or end it.</source>
        <translation>请等它得到响应，或将其结束。</translation>
    </message>
    <message>
        <source>Wait, or restart the machine if it stays.</source>
        <translation>请等待；若一直如此，请重启机器。</translation>
    </message>
    <message>
        <source>What fits this machine</source>
        <translation>按本机情况自动确定</translation>
    </message>
    <message>
        <source>When a card&apos;s memory is full</source>
        <translation>卡的显存不够时</translation>
    </message>
    <message>
        <source>When a result is there already</source>
        <translation>结果已存在时</translation>
    </message>
    <message>
        <source>Where a page has no text of its own</source>
        <translation>仅当页面没有自带文本时</translation>
    </message>
    <message>
        <source>Which /dev/davinci file belongs to {card} is not known.</source>
        <translation>不知道 {card} 对应哪个 /dev/davinci 设备文件。</translation>
    </message>
    <message>
        <source>With the progress and a menu to pause, where the desktop has a tray.</source>
        <translation>显示进度，并可从菜单暂停；需要桌面提供托盘。</translation>
    </message>
    <message>
        <source>Work may run all the same: pick a card by its key. To see its usage, mount the driver&apos;s folder as a whole.</source>
        <translation>任务仍可能运行：可按编号选择一张卡。要看到占用情况，请完整挂载驱动目录。</translation>
    </message>
    <message>
        <source>Work on</source>
        <translation>运行在</translation>
    </message>
    <message>
        <source>Work on {card} has stopped: see the log.</source>
        <translation>{card} 上的任务已停止：请查看日志。</translation>
    </message>
    <message>
        <source>Write all of it: http:// or https://, the machine, and its port if it has one.</source>
        <translation>请写完整：http:// 或 https://、主机名，以及端口（如有）。</translation>
    </message>
    <message>
        <source>`headframe cards` says what the driver tells of it; pick another card.</source>
        <translation>`headframe cards` 会显示驱动对它的说明；请另选一张卡。</translation>
    </message>
    <message>
        <source>`headframe cards` says what to do about it; `--card cpu` works without a card.</source>
        <translation>`headframe cards` 会说明如何处理；`--card cpu` 不用加速卡也能工作。</translation>
    </message>
    <message>
        <source>`headframe convert` and the other commands need no display.</source>
        <translation>`headframe convert` 等命令不需要显示器。</translation>
    </message>
    <message>
        <source>`headframe doctor` looks at its packages and the driver. The log: {path}.</source>
        <translation>`headframe doctor` 会检查其软件包和驱动。日志：{path}。</translation>
    </message>
    <message>
        <source>`headframe doctor` looks at its packages. Last words: {words} (the log: {path})</source>
        <translation>`headframe doctor` 会检查其软件包。最后的输出：{words}（日志：{path}）</translation>
    </message>
    <message>
        <source>`headframe doctor` looks at the driver and the engine&apos;s packages.</source>
        <translation>`headframe doctor` 可检查驱动和引擎的软件包。</translation>
    </message>
    <message>
        <source>`headframe doctor` looks at the driver, CANN and the engine&apos;s packages.</source>
        <translation>`headframe doctor` 可检查驱动、CANN 和引擎的软件包。</translation>
    </message>
    <message>
        <source>`headframe doctor` shows the versions: install the CANN that torch_npu asks for. Details are under ~/ascend/log.</source>
        <translation>`headframe doctor` 会显示各版本：请安装 torch_npu 所要求的 CANN。详情见 ~/ascend/log。</translation>
    </message>
    <message>
        <source>`headframe engine install NAME --device npu` makes an environment whose packages fit; in one of your own, `python -m pip install torch==2.7.1 torch_npu==2.7.1` for example.</source>
        <translation>`headframe engine install NAME --device npu` 会建立软件包相互匹配的环境；若用自己的环境，可运行例如 `python -m pip install torch==2.7.1 torch_npu==2.7.1`。</translation>
    </message>
    <message>
        <source>`headframe engine install {engine}` makes a new environment; `headframe doctor` checks this one.</source>
        <translation>`headframe engine install {engine}` 会建立新环境；`headframe doctor` 会检查现有的这个。</translation>
    </message>
    <message>
        <source>fontconfig is not installed: Qt finds no fonts.</source>
        <translation>未安装 fontconfig：Qt 找不到字体。</translation>
    </message>
    <message>
        <source>libdcmi.so cannot be loaded.</source>
        <translation>无法加载 libdcmi.so。</translation>
    </message>
    <message>
        <source>magic-pdf cannot be imported: {error}.</source>
        <translation>无法导入 magic-pdf：{error}。</translation>
    </message>
    <message>
        <source>magic-pdf has no models for the language &apos;{lang}&apos;.</source>
        <translation>magic-pdf 没有语言 &apos;{lang}&apos; 的模型。</translation>
    </message>
    <message>
        <source>magic-pdf · layout, formulas, OCR</source>
        <translation>magic-pdf · 版面、公式、OCR</translation>
    </message>
    <message>
        <source>mineru cannot be imported: {error}.</source>
        <translation>无法导入 mineru：{error}。</translation>
    </message>
    <message>
        <source>npu-smi cannot list the cards in this container; their usage is unknown.</source>
        <translation>npu-smi 无法在此容器中列出加速卡，占用情况未知。</translation>
    </message>
    <message>
        <source>npu-smi does not find the driver&apos;s library {library}.</source>
        <translation>npu-smi 找不到驱动库 {library}。</translation>
    </message>
    <message>
        <source>npu-smi ended with exit status {code}: {said}</source>
        <translation>npu-smi 以状态 {code} 退出：{said}</translation>
    </message>
    <message>
        <source>npu-smi gave no answer within {seconds} s.</source>
        <translation>npu-smi 在 {seconds} 秒内没有应答。</translation>
    </message>
    <message>
        <source>npu-smi info -m failed: {said}</source>
        <translation>npu-smi info -m 失败：{said}</translation>
    </message>
    <message>
        <source>npu-smi printed more than {megabytes} MB and was stopped.</source>
        <translation>npu-smi 输出超过 {megabytes} MB，已被终止。</translation>
    </message>
    <message>
        <source>npu-smi printed no table of cards: {said}</source>
        <translation>npu-smi 没有输出加速卡表格：{said}</translation>
    </message>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>{card} belongs to another container.</source>
        <translation>{card} 属于另一个容器。</translation>
    </message>
    <message>
        <source>{card} cannot be used by the engine: {error}.</source>
        <translation>引擎无法使用 {card}：{error}。</translation>
    </message>
    <message>
        <source>{card} cannot be used. {reason}</source>
        <translation>无法使用 {card}。{reason}</translation>
    </message>
    <message>
        <source>{card} did not finish its task in time (error {code}): overloaded, or hung.</source>
        <translation>{card} 未按时完成任务（错误码 {code}）：负载过重或已挂起。</translation>
    </message>
    <message>
        <source>{card} does not start (error {code}): it is busy elsewhere, or faulty.</source>
        <translation>{card} 无法启动（错误码 {code}）：正被占用或有故障。</translation>
    </message>
    <message>
        <source>{card} has lost a link to another card ({what}).</source>
        <translation>{card} 与另一张卡的链路已断开（{what}）。</translation>
    </message>
    <message>
        <source>{card} has no UUID: no process can be pinned to it.</source>
        <translation>{card} 没有 UUID，无法把进程绑定到它。</translation>
    </message>
    <message>
        <source>{card} has no logic id: no process can be pinned to it.</source>
        <translation>{card} 没有逻辑编号，无法把进程绑定到它。</translation>
    </message>
    <message>
        <source>{card} has {free} GB free of {total} GB; the engine needs about {need} GB.</source>
        <translation>{card} 共 {total} GB，空闲 {free} GB；引擎约需 {need} GB。</translation>
    </message>
    <message>
        <source>{card} has {free} GB free; {engine} needs about {need} GB.</source>
        <translation>{card} 空闲 {free} GB；{engine} 约需 {need} GB。</translation>
    </message>
    <message>
        <source>{card} is held by another container or process.</source>
        <translation>{card} 被另一个容器或进程占用。</translation>
    </message>
    <message>
        <source>{card} is not available to the engine (error {code}).</source>
        <translation>引擎无法使用 {card}（错误码 {code}）。</translation>
    </message>
    <message>
        <source>{card} is not visible here: only {count} cards are, and {asked} is none of them.</source>
        <translation>此处看不到 {card}：只能看到 {count} 张卡，其中没有 {asked}。</translation>
    </message>
    <message>
        <source>{card} is not visible to the engine.</source>
        <translation>引擎看不到 {card}。</translation>
    </message>
    <message>
        <source>{card} is reserved: {note}.</source>
        <translation>{card} 已预留：{note}。</translation>
    </message>
    <message>
        <source>{card} ran out of memory (error {code}).</source>
        <translation>{card} 显存不足（错误码 {code}）。</translation>
    </message>
    <message>
        <source>{card} ran out of memory.</source>
        <translation>{card} 显存不足。</translation>
    </message>
    <message>
        <source>{card} ran out of memory: {asked} more were needed, and {free} of {total} were free.</source>
        <translation>{card} 显存不足：还需 {asked}，而 {total} 中仅空闲 {free}。</translation>
    </message>
    <message>
        <source>{card} ran out of memory: {asked} more were needed, {free} of {total} were free, and this engine held {held}.</source>
        <translation>{card} 显存不足：还需 {asked}，而 {total} 中仅空闲 {free}，本引擎占用 {held}。</translation>
    </message>
    <message>
        <source>{card} reports a fault of its memory ({what}).</source>
        <translation>{card} 报告显存故障（{what}）。</translation>
    </message>
    <message>
        <source>{card} reports a hardware fault (error {code}).</source>
        <translation>{card} 报告硬件故障（错误码 {code}）。</translation>
    </message>
    <message>
        <source>{card} was lost (error {code}): it, or its driver, has restarted.</source>
        <translation>{card} 已失去连接（错误码 {code}）：它或其驱动已重启。</translation>
    </message>
    <message>
        <source>{count} entries of {name} cannot be read.</source>
        <translation>{name} 中有 {count} 条无法读取。</translation>
    </message>
    <message>
        <source>{count} models of {engine} are missing or damaged, the first is {file}.</source>
        <translation>{engine} 有 {count} 个模型缺失或损坏，第一个是 {file}。</translation>
    </message>
    <message>
        <source>{count} pages cannot be read and were left out: {numbers}.</source>
        <translation>有 {count} 页无法读取，已略去：{numbers}。</translation>
    </message>
    <message>
        <source>{engine} can start on {card}, under {path} (Python {python}; {versions}).</source>
        <translation>{engine} 可以在 {card} 上启动，使用 {path}（Python {python}；{versions}）。</translation>
    </message>
    <message>
        <source>{engine} comes with Headframe and needs no installation.</source>
        <translation>{engine} 随 Headframe 提供，无需安装。</translation>
    </message>
    <message>
        <source>{engine} crashed while it started ({signal}).</source>
        <translation>{engine} 启动时崩溃（{signal}）。</translation>
    </message>
    <message>
        <source>{engine} does the work: {better} is set up, but not ready.</source>
        <translation>由 {engine} 处理：{better} 已设置，但尚未就绪。</translation>
    </message>
    <message>
        <source>{engine} ended while it started (code {code}).</source>
        <translation>{engine} 启动时退出（代码 {code}）。</translation>
    </message>
    <message>
        <source>{engine} needs Python {oldest} or later; {path} is Python {python}.</source>
        <translation>{engine} 需要 Python {oldest} 或更新版本；{path} 是 Python {python}。</translation>
    </message>
    <message>
        <source>{engine} was killed while it started; most often memory had run out.</source>
        <translation>{engine} 启动时被终止；多半是内存耗尽。</translation>
    </message>
    <message>
        <source>{engine} {version} is ready after {seconds} s, under {path}.</source>
        <translation>{engine} {version} 在 {seconds} 秒后就绪，使用 {path}。</translation>
    </message>
    <message>
        <source>{engine}&apos;s packages cannot be imported: {line}</source>
        <translation>无法导入 {engine} 的软件包：{line}</translation>
    </message>
    <message>
        <source>{engine}&apos;s packages were not imported within {seconds} s.</source>
        <translation>{engine} 的软件包在 {seconds} 秒内没有导入完。</translation>
    </message>
    <message>
        <source>{file} can be opened.</source>
        <translation>可以打开 {file}。</translation>
    </message>
    <message>
        <source>{folder} can be written.</source>
        <translation>可以写入 {folder}。</translation>
    </message>
    <message>
        <source>{folder} cannot be written.</source>
        <translation>无法写入 {folder}。</translation>
    </message>
    <message>
        <source>{free} GB free, about {need} GB needed.</source>
        <translation>空闲 {free} GB，约需 {need} GB。</translation>
    </message>
    <message>
        <source>{free} MB are free at {folder}.</source>
        <translation>{folder} 处空闲 {free} MB。</translation>
    </message>
    <message>
        <source>{name} cannot be opened: permission denied.</source>
        <translation>无法打开 {name}：权限不足。</translation>
    </message>
    <message>
        <source>{name} cannot be read.</source>
        <translation>无法读取 {name}。</translation>
    </message>
    <message>
        <source>{name} cannot be read: {error}.</source>
        <translation>无法读取 {name}：{error}。</translation>
    </message>
    <message>
        <source>{name} cannot be read: {reason}.</source>
        <translation>无法读取 {name}：{reason}。</translation>
    </message>
    <message>
        <source>{name} cannot be saved as {format}. The log says more.</source>
        <translation>{name} 无法保存为 {format}。详情见日志。</translation>
    </message>
    <message>
        <source>{name} cannot be saved: is the folder writable, the disk full?</source>
        <translation>无法保存 {name}：文件夹可写吗？磁盘满了吗？</translation>
    </message>
    <message>
        <source>{name} has no pages.</source>
        <translation>{name} 没有页面。</translation>
    </message>
    <message>
        <source>{name} has {pages} pages, so there is no page {page}.</source>
        <translation>{name} 共 {pages} 页，没有第 {page} 页。</translation>
    </message>
    <message>
        <source>{name} is a scan: its pages are pictures without text.</source>
        <translation>{name} 是扫描件：页面是没有文本的图片。</translation>
    </message>
    <message>
        <source>{name} is damaged.</source>
        <translation>{name} 已损坏。</translation>
    </message>
    <message>
        <source>{name} is damaged: it cannot be read as a PDF.</source>
        <translation>{name} 已损坏：无法作为 PDF 读取。</translation>
    </message>
    <message>
        <source>{name} is empty: it has 0 bytes.</source>
        <translation>{name} 是空文件：0 字节。</translation>
    </message>
    <message>
        <source>{name} is larger than {limit} MB; only its beginning is shown.</source>
        <translation>{name} 超过 {limit} MB；只显示开头部分。</translation>
    </message>
    <message>
        <source>{name} is missing from the result folder.</source>
        <translation>结果文件夹中缺少 {name}。</translation>
    </message>
    <message>
        <source>{name} is not UTF-8 throughout; what cannot be read shows as �.</source>
        <translation>{name} 不全是 UTF-8 编码；无法读取之处显示为 �。</translation>
    </message>
    <message>
        <source>{name} is not a PDF but {words}.</source>
        <translation>{name} 不是 PDF，而是 {words}。</translation>
    </message>
    <message>
        <source>{name} is not a PDF, though it may be named so.</source>
        <translation>{name} 虽然名为 PDF，但并不是 PDF。</translation>
    </message>
    <message>
        <source>{name} is not a PDF: it has no PDF header.</source>
        <translation>{name} 不是 PDF：没有 PDF 文件头。</translation>
    </message>
    <message>
        <source>{name} is not a file but a device or a pipe.</source>
        <translation>{name} 不是文件，而是设备或管道。</translation>
    </message>
    <message>
        <source>{name} is not there any more.</source>
        <translation>{name} 已不存在。</translation>
    </message>
    <message>
        <source>{name} is not there.</source>
        <translation>{name} 不存在。</translation>
    </message>
    <message>
        <source>{name} is protected with a password.</source>
        <translation>{name} 受密码保护。</translation>
    </message>
    <message>
        <source>{name} is too large to be read.</source>
        <translation>{name} 过大，无法读取。</translation>
    </message>
    <message>
        <source>{name} was changed by another program and is not overwritten.</source>
        <translation>{name} 已被其他程序修改，未覆盖。</translation>
    </message>
    <message>
        <source>{one} and {other} are one and the same chip, listed twice.</source>
        <translation>{one} 和 {other} 是同一颗芯片，被列出了两次。</translation>
    </message>
    <message>
        <source>{package} ({number} of {all})</source>
        <translation>{package}（{number} / {all}）</translation>
    </message>
    <message>
        <source>{path} cannot be started: {reason}.</source>
        <translation>无法启动 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{path} did not answer within {seconds} s.</source>
        <translation>{path} 在 {seconds} 秒内没有响应。</translation>
    </message>
    <message>
        <source>{path} does not have {package} installed.</source>
        <translation>{path} 没有安装 {package}。</translation>
    </message>
    <message>
        <source>{path} is not a Python interpreter that works.</source>
        <translation>{path} 不是可用的 Python 解释器。</translation>
    </message>
    <message>
        <source>{path}, version {version}, driver {driver}.</source>
        <translation>{path}，版本 {version}，驱动 {driver}。</translation>
    </message>
    <message>
        <source>{program} cannot be started: {reason}.</source>
        <translation>无法启动 {program}：{reason}。</translation>
    </message>
    <message>
        <source>{variable}={address} answers.</source>
        <translation>{variable}={address} 有响应。</translation>
    </message>
    <message>
        <source>简体中文</source>
        <translation>简体中文</translation>
    </message>
</context>
</TS>
