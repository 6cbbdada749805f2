<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Headframe</source>
        <translation>关于 Headframe</translation>
    </message>
    <message>
        <source>Copy version information</source>
        <translation>复制版本信息</translation>
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
        <source>&amp;Group by batch</source>
        <translation>按批次分组(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Hide finished documents</source>
        <translation>隐藏已完成的文档(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>使用手册(&amp;M)</translation>
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
        <source>&amp;Report a problem…</source>
        <translation>报告问题(&amp;R)…</translation>
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
        <source>&amp;Undo locating %n document(s)</source>
        <translation>
            <numerusform>撤销对 %n 个文档的重新定位(&amp;U)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Undo moving %n document(s)</source>
        <translation>
            <numerusform>撤销对 %n 个文档的移动(&amp;U)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Undo new settings of %n document(s)</source>
        <translation>
            <numerusform>撤销 %n 个文档的设置更改(&amp;U)</numerusform>
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
        <source>Apply new settings to %n document(s) again</source>
        <translation>
            <numerusform>再次更改 %n 个文档的设置</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cancel %n document(s) again</source>
        <translation>
            <numerusform>重新取消 %n 个文档</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear &amp;finished</source>
        <translation>清除已完成的(&amp;F)</translation>
    </message>
    <message>
        <source>Co&amp;nnect to a cluster…</source>
        <translation>连接到集群(&amp;N)…</translation>
    </message>
    <message>
        <source>Con&amp;vert a folder…</source>
        <translation>转换文件夹(&amp;V)…</translation>
    </message>
    <message>
        <source>Convert a&amp;gain</source>
        <translation>重新转换(&amp;G)</translation>
    </message>
    <message>
        <source>Convert again &amp;with…</source>
        <translation>更改设置后重新转换(&amp;W)…</translation>
    </message>
    <message>
        <source>Copy &amp;version information</source>
        <translation>复制版本信息(&amp;V)</translation>
    </message>
    <message>
        <source>Copy as &amp;Markdown</source>
        <translation>复制为 Markdown(&amp;M)</translation>
    </message>
    <message>
        <source>Document se&amp;ttings…</source>
        <translation>文档设置(&amp;T)…</translation>
    </message>
    <message>
        <source>Go to what is r&amp;unning</source>
        <translation>转到正在转换的(&amp;U)</translation>
    </message>
    <message numerus="yes">
        <source>Locate %n document(s) again</source>
        <translation>
            <numerusform>再次定位 %n 个文档</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move %n document(s) again</source>
        <translation>
            <numerusform>重新移动 %n 个文档</numerusform>
        </translation>
    </message>
    <message>
        <source>Move to &amp;top</source>
        <translation>移到最前(&amp;T)</translation>
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
        <source>R&amp;esume everything</source>
        <translation>全部继续(&amp;V)</translation>
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
        <source>Res&amp;ume</source>
        <translation>继续(&amp;U)</translation>
    </message>
    <message>
        <source>Result &amp;below the list</source>
        <translation>结果显示在列表下方(&amp;B)</translation>
    </message>
    <message>
        <source>Searc&amp;h all results…</source>
        <translation>搜索全部结果(&amp;H)…</translation>
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
    <message>
        <source>Show the worker&apos;s &amp;log</source>
        <translation>显示工作进程日志(&amp;L)</translation>
    </message>
</context>
<context>
    <name>AddDocuments</name>
    <message numerus="yes">
        <source>%n file(s) left out, not a PDF: {names}</source>
        <translation>
            <numerusform>已略过 %n 个非 PDF 文件：{names}</numerusform>
        </translation>
    </message>
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
    <name>Application</name>
    <message>
        <source>The choice of cards holds until the end; it cannot be written: {why}.</source>
        <translation>所选的卡在退出前有效，但无法写入磁盘：{why}。</translation>
    </message>
</context>
<context>
    <name>ArrivalNotifier</name>
    <message numerus="yes">
        <source>%n document(s) added.</source>
        <translation>
            <numerusform>已添加 %n 个文档。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) already on the list.</source>
        <translation>
            <numerusform>%n 个文档已在列表中。</numerusform>
        </translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
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
        <source>Finish without the missing folder</source>
        <translation>不等缺少的文件夹，结束此批次</translation>
    </message>
    <message>
        <source>Pause this batch</source>
        <translation>暂停此批次</translation>
    </message>
    <message>
        <source>Resume this batch</source>
        <translation>继续此批次</translation>
    </message>
    <message>
        <source>Show one batch only</source>
        <translation>只显示一个批次</translation>
    </message>
    <message>
        <source>Stop watching its folders</source>
        <translation>不再监视其文件夹</translation>
    </message>
    <message>
        <source>{folder} is not there.</source>
        <translation>找不到 {folder}。</translation>
    </message>
    <message>
        <source>{name}  folder not there</source>
        <translation>{name}  找不到文件夹</translation>
    </message>
    <message>
        <source>{name}  {over} of {all}</source>
        <translation>{name}  {over} / {all}</translation>
    </message>
</context>
<context>
    <name>BatchState</name>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
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
        <source>Finished, some cancelled</source>
        <translation>已完成，有取消</translation>
    </message>
    <message>
        <source>Finished, some failed</source>
        <translation>已完成，有失败</translation>
    </message>
    <message>
        <source>Folder not there</source>
        <translation>找不到文件夹</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>It was interrupted. Convert it again: what is done is skipped.</source>
        <translation>它在结束前中断了。请重新转换：已完成的会跳过。</translation>
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
        <translation>找不到 {folder}。</translation>
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
        <source>Saved as a second copy</source>
        <translation>同名另存</translation>
    </message>
</context>
<context>
    <name>BatchesModel</name>
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
        <source>Duration</source>
        <translation>用时</translation>
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
        <source>Started</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>BlockMenu</name>
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
</context>
<context>
    <name>CardArrangementBar</name>
    <message>
        <source>Card</source>
        <translation>卡</translation>
    </message>
    <message>
        <source>Free cards only</source>
        <translation>仅空闲的卡</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>健康状态</translation>
    </message>
    <message>
        <source>Highest first</source>
        <translation>从高到低</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>负载</translation>
    </message>
    <message>
        <source>Memory in use</source>
        <translation>已用显存</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>型号</translation>
    </message>
    <message>
        <source>Most free memory</source>
        <translation>空闲显存最多</translation>
    </message>
    <message>
        <source>NPU</source>
        <translation>NPU</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不分组</translation>
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
        <source>Sort by</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
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
        <source>Choose where to run</source>
        <translation>任务在哪里运行？</translation>
    </message>
    <message>
        <source>Convert a test page on the marked card</source>
        <translation>在所选的卡上转换一张测试页</translation>
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
        <source>Reserve the ticked cards, or the selected one</source>
        <translation>预留已勾选的卡；未勾选时预留所选的卡</translation>
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
        <source>Test on this card…</source>
        <translation>在此卡上测试…</translation>
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
        <source>{cards}: reserved on its own host, and released only there.</source>
        <translation>{cards}：在其所在主机上预留，只能在该主机上取消预留。</translation>
    </message>
</context>
<context>
    <name>CardHistoryChart</name>
    <message>
        <source>Most memory {used} GB, highest load {load}</source>
        <translation>显存最高 {used} GB，负载最高 {load}</translation>
    </message>
    <message>
        <source>load</source>
        <translation>负载</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>{card}: last 10 minutes</source>
        <translation>{card}：最近 10 分钟</translation>
    </message>
    <message>
        <source>{card}: memory</source>
        <translation>{card}：显存</translation>
    </message>
    <message>
        <source>{s} s</source>
        <translation>{s} 秒</translation>
    </message>
    <message>
        <source>{time} ago: memory {used} of {total} GB, load {load}</source>
        <translation>{time}前：显存 {used} / {total} GB，负载 {load}</translation>
    </message>
    <message>
        <source>−{n} min</source>
        <translation>−{n} 分钟</translation>
    </message>
</context>
<context>
    <name>CardListHeader</name>
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
    <name>CardStatusStrip</name>
    <message>
        <source>Chosen cards: {cards}</source>
        <translation>已选的卡：{cards}</translation>
    </message>
    <message>
        <source>Click to choose cards.</source>
        <translation>点击选择卡。</translation>
    </message>
    <message>
        <source>No card is available right now. Click to see why.</source>
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
        <source>excluded: it has a fault</source>
        <translation>发生故障，已停用</translation>
    </message>
    <message>
        <source>no longer listed</source>
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
        <source> and {count} more</source>
        <translation>等，另有 {count} 张</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>重要告警</translation>
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
        <translation>紧急告警</translation>
    </message>
    <message>
        <source>Gone from here: this chip is listed as {card} now.</source>
        <translation>已不在此处：这块芯片现在列为 {card}。</translation>
    </message>
    <message>
        <source>Headframe worker (another program)</source>
        <translation>Headframe 工作进程（其他程序）</translation>
    </message>
    <message>
        <source>Headframe worker (this window)</source>
        <translation>Headframe 工作进程（本窗口）</translation>
    </message>
    <message>
        <source>It is no longer in the list.</source>
        <translation>它已不在列表中。</translation>
    </message>
    <message>
        <source>No card is available right now: the rows below say why.</source>
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
        <source>Processors now, on {hosts} hosts: no card is needed.</source>
        <translation>当前使用 {hosts} 台主机的处理器：无需加速卡。</translation>
    </message>
    <message>
        <source>Reading its cards…</source>
        <translation>正在读取其卡…</translation>
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
        <source>Until it does, the built-in engine takes its place.</source>
        <translation>在此之前，由内置引擎代替。</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>一般告警</translation>
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
        <source>cluster</source>
        <translation>集群</translation>
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
        <source>lost since {time}</source>
        <translation>{time} 起失联</translation>
    </message>
    <message>
        <source>memory {memory}</source>
        <translation>显存 {memory}</translation>
    </message>
    <message>
        <source>no accelerator card</source>
        <translation>没有加速卡</translation>
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
        <source>{cards} cards now, on {hosts} hosts: all that are free.</source>
        <translation>当前使用 {hosts} 台主机上的 {cards} 张卡：即所有空闲的卡。</translation>
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
        <source>{count} workers, one per card: {count} documents at a time.</source>
        <translation>{count} 个工作进程，每卡一个：同时处理 {count} 个文档。</translation>
    </message>
    <message>
        <source>{count} workers: {count} documents at a time.</source>
        <translation>{count} 个工作进程：同时处理 {count} 个文档。</translation>
    </message>
    <message>
        <source>{engine} did not work here: {reason}</source>
        <translation>{engine} 在本机未能运行：{reason}</translation>
    </message>
    <message>
        <source>{engine} has not been tested here yet.</source>
        <translation>{engine} 尚未在本机测试。</translation>
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
        <source>{free} of {count} free</source>
        <translation>{count} 张中空闲 {free} 张</translation>
    </message>
    <message>
        <source>{free} of {total} free</source>
        <translation>空闲 {free} / {total}</translation>
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
    <message>
        <source>“Test on this card…” shows whether it works.</source>
        <translation>用“在此卡上测试…”可查看它能否运行。</translation>
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
    <name>ClearableLineEdit</name>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
</context>
<context>
    <name>ClipboardExport</name>
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
    <name>CloseController</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close Headframe</source>
        <translation>关闭 Headframe</translation>
    </message>
    <message>
        <source>Documents are still being converted.</source>
        <translation>仍有文档正在转换。</translation>
    </message>
    <message>
        <source>Everything is done.</source>
        <translation>已全部完成。</translation>
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
        <source>Stay open</source>
        <translation>保持打开</translation>
    </message>
    <message>
        <source>Stop now, carry on next time</source>
        <translation>立即停止，下次继续</translation>
    </message>
</context>
<context>
    <name>Cluster</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Lost since {time}, reconnecting</source>
        <translation>{time} 起失联，正在重连</translation>
    </message>
    <message>
        <source>Lost, reconnecting</source>
        <translation>已失联，正在重连</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>Reading the hosts…</source>
        <translation>正在读取主机…</translation>
    </message>
</context>
<context>
    <name>ClusterButton</name>
    <message>
        <source>Cluster: {state}</source>
        <translation>集群：{state}</translation>
    </message>
</context>
<context>
    <name>ClusterDialog</name>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Address of the cluster</source>
        <translation>集群地址</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Connect to a cluster</source>
        <translation>连接到集群</translation>
    </message>
    <message>
        <source>Connect when Headframe starts</source>
        <translation>Headframe 启动时连接</translation>
    </message>
    <message>
        <source>Connected to {address}: {count}.</source>
        <translation>已连接到 {address}：{count}。</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开连接</translation>
    </message>
    <message>
        <source>Documents wait until it is back. Disconnect to work here.</source>
        <translation>文档会等待集群恢复。断开连接即可在本机处理。</translation>
    </message>
    <message>
        <source>Fields left empty: as the environment says (RAY_AUTH_TOKEN, RAY_USE_TLS, …).</source>
        <translation>留空的项以环境变量为准（RAY_AUTH_TOKEN、RAY_USE_TLS 等）。</translation>
    </message>
    <message>
        <source>HOST:6379 on one of its hosts, ray://HOST:10001 elsewhere, or auto.</source>
        <translation>在集群主机上用 HOST:6379，在其他机器上用 ray://HOST:10001，或用 auto。</translation>
    </message>
    <message>
        <source>Headframe works on the cards of all hosts of a Ray cluster that you have started. Documents are sent to the hosts that convert them; results come back.</source>
        <translation>Headframe 使用您已启动的 Ray 集群中所有主机的卡。文档会发送到负责转换的主机，结果再传回本机。</translation>
    </message>
    <message>
        <source>Install Ray</source>
        <translation>安装 Ray</translation>
    </message>
    <message>
        <source>Ray, which connects Headframe to a cluster, is not installed (about 300 MB).</source>
        <translation>尚未安装 Ray，Headframe 通过它连接集群（约 300 MB）。</translation>
    </message>
    <message>
        <source>This is not an address of a cluster.</source>
        <translation>这不是集群地址。</translation>
    </message>
    <message>
        <source>Token and TLS</source>
        <translation>令牌和 TLS</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message numerus="yes">
        <source>%n difference(s)</source>
        <translation>
            <numerusform>%n 处差异</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n identical paragraph(s)</source>
        <translation>
            <numerusform>%n 个相同段落</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paragraph(s) differ; {percent} % of the text is the same.</source>
        <translation>
            <numerusform>有 %n 段不同；{percent}% 的文字相同。</numerusform>
        </translation>
    </message>
    <message>
        <source>As converted</source>
        <translation>转换时</translation>
    </message>
    <message>
        <source>Both texts are the same.</source>
        <translation>两份文本相同。</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Difference {n} of {count}</source>
        <translation>第 {n} 处差异，共 {count} 处</translation>
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
        <source>Next difference</source>
        <translation>下一处差异</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Previous difference</source>
        <translation>上一处差异</translation>
    </message>
    <message>
        <source>{name} cannot be read.</source>
        <translation>无法读取 {name}。</translation>
    </message>
</context>
<context>
    <name>CountdownDialog</name>
    <message>
        <source>Everything is done</source>
        <translation>全部完成</translation>
    </message>
</context>
<context>
    <name>DesktopIntegration</name>
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
    <name>DetailPane</name>
    <message>
        <source>Choose a document to read its Markdown beside its pages.</source>
        <translation>选择一个文档，即可对照原页阅读其 Markdown。</translation>
    </message>
    <message>
        <source>Everything is paused. It waits until you resume.</source>
        <translation>已全部暂停，点“继续”后才会处理。</translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation>未选择文档</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>Paused. It waits until you resume it.</source>
        <translation>已暂停，等您让它继续。</translation>
    </message>
    <message>
        <source>The PDF is not there, either. If both were moved, locate the PDF.</source>
        <translation>PDF 也找不到。如果两者都被移动，请定位该 PDF。</translation>
    </message>
    <message>
        <source>Waiting for its turn.</source>
        <translation>正在排队等待。</translation>
    </message>
</context>
<context>
    <name>DocumentLocator</name>
    <message numerus="yes">
        <source>%n document(s) located.</source>
        <translation>
            <numerusform>已重新定位 %n 个文档。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more missing document(s) found.</source>
        <translation>
            <numerusform>另外 %n 个找不到的文档也找到了。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n</source>
        <translation>
            <numerusform>全部 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>It has another size than {name} had. Its pages may not match the Markdown.</source>
        <translation>它的大小与 {name} 不同，页面可能与 Markdown 对不上。</translation>
    </message>
    <message>
        <source>Locate</source>
        <translation>定位文件</translation>
    </message>
    <message>
        <source>Locate {name}</source>
        <translation>定位 {name}</translation>
    </message>
    <message>
        <source>Only this one</source>
        <translation>仅此一个</translation>
    </message>
    <message>
        <source>PDF files (*.pdf *.PDF)</source>
        <translation>PDF 文件 (*.pdf *.PDF)</translation>
    </message>
    <message>
        <source>They were moved along with {name}. Take their new places, too?</source>
        <translation>它们与 {name} 一起移动了。也使用它们的新位置吗？</translation>
    </message>
    <message>
        <source>Use this file</source>
        <translation>使用此文件</translation>
    </message>
    <message>
        <source>{name} is not the file that was converted.</source>
        <translation>{name} 不是当时转换的那个文件。</translation>
    </message>
</context>
<context>
    <name>DoubtsButton</name>
    <message numerus="yes">
        <source>%n place(s) that OCR may have read wrong: go to the next</source>
        <translation>
            <numerusform>有 %n 处 OCR 可能识别有误：转到下一处</numerusform>
        </translation>
    </message>
    <message>
        <source>Blank pages: {pages}</source>
        <translation>空白页：{pages}</translation>
    </message>
    <message>
        <source>Next doubtful place</source>
        <translation>下一处存疑文字</translation>
    </message>
    <message>
        <source>OCR</source>
        <translation>OCR</translation>
    </message>
    <message>
        <source>Pages read by OCR: {pages}</source>
        <translation>由 OCR 识别的页：{pages}</translation>
    </message>
    <message>
        <source>Pages that could not be read: {pages}</source>
        <translation>无法识别的页：{pages}</translation>
    </message>
    <message>
        <source>Pages were read by OCR</source>
        <translation>有页面由 OCR 识别</translation>
    </message>
    <message>
        <source>Previous doubtful place</source>
        <translation>上一处存疑文字</translation>
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
    <name>DryRunModel</name>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>处理方式</translation>
    </message>
</context>
<context>
    <name>DryRunView</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Choose a folder to see the plan.</source>
        <translation>选择文件夹后，这里会显示将如何处理。</translation>
    </message>
    <message>
        <source>Looking through the folders…</source>
        <translation>正在查看文件夹…</translation>
    </message>
    <message>
        <source>Nothing is left to convert: see what the plan says of each document.</source>
        <translation>没有需要转换的文档；各文档的情况见计划。</translation>
    </message>
    <message>
        <source>Nothing is written before you begin.</source>
        <translation>开始之前不会写入任何内容。</translation>
    </message>
    <message>
        <source>Plan for each document</source>
        <translation>每个文档将如何处理</translation>
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
</context>
<context>
    <name>EmptyCardList</name>
    <message>
        <source>Asking the drivers…</source>
        <translation>正在查询驱动…</translation>
    </message>
    <message>
        <source>In a container, map /dev/davinci0 etc., /dev/davinci_manager, /usr/local/bin/npu-smi and the driver&apos;s folder.</source>
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
        <source>Paths can be pasted, too: Ctrl+V. Documents go to the hosts of the cluster.</source>
        <translation>也可以用 Ctrl+V 粘贴路径。文档会发送到集群的主机。</translation>
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
    <name>EngineIntegration</name>
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
        <source>Copy the report</source>
        <translation>复制报告</translation>
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
        <source>Models…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Test on a card…</source>
        <translation>在卡上测试…</translation>
    </message>
    <message>
        <source>Use an existing Python…</source>
        <translation>使用已有的 Python…</translation>
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
        <source>: {files} of {all}</source>
        <translation>：{files} / {all}</translation>
    </message>
    <message>
        <source>Another engine is being installed. One at a time.</source>
        <translation>正在安装另一个引擎，一次只能安装一个。</translation>
    </message>
    <message>
        <source>Asking the interpreter what it has…</source>
        <translation>正在询问解释器装有什么…</translation>
    </message>
    <message>
        <source>At present that is {engine}, which does not work as it is set up now.</source>
        <translation>目前是{engine}，但按现在的配置无法工作。</translation>
    </message>
    <message>
        <source>At present that is {engine}, which has not been tested here yet.</source>
        <translation>目前是{engine}，但尚未在本机测试过。</translation>
    </message>
    <message>
        <source>At present that is {engine}.</source>
        <translation>目前是{engine}。</translation>
    </message>
    <message>
        <source>By another program: it can be used when that has ended.</source>
        <translation>由另一个程序安装：完成后即可使用。</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>Checking models…</source>
        <translation>正在检查模型…</translation>
    </message>
    <message>
        <source>Choose a Python that has {engine} installed. It is checked first, and nothing in it is changed.</source>
        <translation>指定您自己的、已安装 {engine} 的环境中的 Python。会先检查它，不会改动其中的任何内容。</translation>
    </message>
    <message>
        <source>Choose an existing Python that has it.</source>
        <translation>请选择已装有该引擎的 Python。</translation>
    </message>
    <message>
        <source>Choose another Python; or remove this one, and Headframe takes its own.</source>
        <translation>请选择其他 Python；或移除当前这个，改用 Headframe 自带的。</translation>
    </message>
    <message>
        <source>Converting the test page; models are loaded first…</source>
        <translation>正在转换测试页；先加载模型…</translation>
    </message>
    <message>
        <source>Does not work here</source>
        <translation>在此不可用</translation>
    </message>
    <message>
        <source>Get the models, or import them from a folder or archive.</source>
        <translation>请下载模型，或从文件夹或归档导入。</translation>
    </message>
    <message>
        <source>Get the models, or import them from a folder or archive; or choose another tier.</source>
        <translation>请下载模型，或从文件夹或归档导入；也可改选档位。</translation>
    </message>
    <message>
        <source>Get what is missing or damaged in {folder}, or import it from a folder or an archive.</source>
        <translation>请下载 {folder} 中缺少或损坏的模型，或从文件夹或归档导入。</translation>
    </message>
    <message>
        <source>Get what is missing or damaged in {folder}, or import it; or choose another tier or a server below.</source>
        <translation>请下载或导入 {folder} 中缺少或损坏的模型；或在下面改选档位或服务器。</translation>
    </message>
    <message>
        <source>Getting models for {engine}</source>
        <translation>正在获取 {engine} 的模型</translation>
    </message>
    <message>
        <source>Install it, or choose an existing Python that has it.</source>
        <translation>请安装，或选择已装有该引擎的 Python。</translation>
    </message>
    <message>
        <source>Install the engine first, or choose a Python that has it.</source>
        <translation>请先设置引擎本身：安装它，或指定解释器。</translation>
    </message>
    <message>
        <source>Installed, but not ready: {better}.</source>
        <translation>已安装但未就绪：{better}。</translation>
    </message>
    <message>
        <source>Installing {engine}</source>
        <translation>正在安装 {engine}</translation>
    </message>
    <message>
        <source>Installing…</source>
        <translation>正在安装…</translation>
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
        <source>It comes from the environment. A choice below overrides it.</source>
        <translation>它来自环境变量。下方的选择会取代它。</translation>
    </message>
    <message>
        <source>Keeping the choice…</source>
        <translation>正在保存选择…</translation>
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
        <source>Models incomplete</source>
        <translation>模型不完整</translation>
    </message>
    <message>
        <source>Models missing</source>
        <translation>缺少模型</translation>
    </message>
    <message>
        <source>Not installed</source>
        <translation>未安装</translation>
    </message>
    <message>
        <source>Not tested yet</source>
        <translation>尚未测试</translation>
    </message>
    <message>
        <source>Nothing has changed. Choose the Python of an environment in which the engine is installed: its bin/python.</source>
        <translation>未作任何更改。请指定已安装该引擎的环境中的 Python，即其 bin/python。</translation>
    </message>
    <message>
        <source>Nothing has changed. Copy the models there from a machine that has them, or choose another folder.</source>
        <translation>未作任何更改。请从有模型的机器上把模型复制到那里，或指定其他文件夹。</translation>
    </message>
    <message>
        <source>Preparing the installation…</source>
        <translation>正在准备安装…</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Ready on {kinds}</source>
        <translation>可用：{kinds}</translation>
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
        <source>Scans, formulas and tables by newer models.</source>
        <translation>用更新的模型识别扫描件、公式和表格。</translation>
    </message>
    <message>
        <source>Setting not valid</source>
        <translation>设置无效</translation>
    </message>
    <message>
        <source>Test it on a card: a page that comes with Headframe.</source>
        <translation>请在卡上测试：使用 Headframe 自带的一页。</translation>
    </message>
    <message>
        <source>Testing {engine}</source>
        <translation>正在测试 {engine}</translation>
    </message>
    <message>
        <source>Text, OCR and tables; nothing to fetch, no card needed.</source>
        <translation>文本、OCR 和表格；无需下载，无需加速卡。</translation>
    </message>
    <message>
        <source>The models for {engine} are here. Next: a test page.</source>
        <translation>{engine} 的模型已就绪。下一步：测试页。</translation>
    </message>
    <message>
        <source>The test page was read. {card}, process {pid}: {seconds} s to start, {page} s to read.</source>
        <translation>测试页已读出。{card}，进程 {pid}：启动 {seconds} 秒，读取 {page} 秒。</translation>
    </message>
    <message>
        <source>This cannot be done: {reason}.</source>
        <translation>无法完成：{reason}。</translation>
    </message>
    <message>
        <source>Unless an engine is chosen in the settings, documents go to the best one available.</source>
        <translation>除非在设置中选定了引擎，文档都交给可用的最好引擎。</translation>
    </message>
    <message>
        <source>What is missing and how large it is; fetch it, import it, or choose its folder.</source>
        <translation>查看缺少什么、有多大；可下载、导入，或选择其文件夹。</translation>
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
        <source>processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>standard: those, and the vision-language model</source>
        <translation>standard：小模型，再加视觉语言模型</translation>
    </message>
    <message>
        <source>{engine} has read the test page: it is ready.</source>
        <translation>{engine} 已读完测试页，可以使用了。</translation>
    </message>
    <message>
        <source>{engine} is installed. Next: its models.</source>
        <translation>{engine} 已安装。下一步：获取模型。</translation>
    </message>
    <message>
        <source>{engine}: cancelling…</source>
        <translation>{engine}：正在取消…</translation>
    </message>
</context>
<context>
    <name>EnginesDialog</name>
    <message>
        <source>Choose the Python that has {engine} installed</source>
        <translation>装有 {engine} 的 Python</translation>
    </message>
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
        <source>Show the set-up card again</source>
        <translation>重新显示设置引导</translation>
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
        <source>Duration</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>ExportController</name>
    <message numerus="yes">
        <source>%n result(s) saved in {folder}.</source>
        <translation>
            <numerusform>已将 %n 个结果保存到 {folder}。</numerusform>
        </translation>
    </message>
    <message>
        <source>All in one file</source>
        <translation>合并为一个文件</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
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
        <source>Saved as {path}.</source>
        <translation>已保存为 {path}。</translation>
    </message>
    <message>
        <source>Saving results: {done} of {total} done…</source>
        <translation>正在保存结果：已完成 {done}/{total}…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>{count} of {total} results could not be saved:</source>
        <translation>{total} 个结果中有 {count} 个无法保存：</translation>
    </message>
    <message numerus="yes">
        <source>{name} and %n more</source>
        <translation>
            <numerusform>{name} 等 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>{name}: {reason}</source>
        <translation>{name}：{reason}</translation>
    </message>
</context>
<context>
    <name>FileDialog</name>
    <message>
        <source>Files of type:</source>
        <translation>文件类型：</translation>
    </message>
    <message>
        <source>Look in:</source>
        <translation>位置：</translation>
    </message>
</context>
<context>
    <name>FileField</name>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
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
        <source>Next match</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>上一处</translation>
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
        <source>In a separate folder, sub-folders are kept.</source>
        <translation>选择了输出文件夹时，子文件夹结构保持不变。</translation>
    </message>
    <message>
        <source>Keep watching these folders for new files</source>
        <translation>持续监视这些文件夹中的新文件</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name of the profile</source>
        <translation>配置方案名称</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>配置方案</translation>
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
    <name>FullDiskIndicator</name>
    <message numerus="yes">
        <source>%n disk(s) full or away</source>
        <translation>
            <numerusform>%n 个磁盘已满或不在</numerusform>
        </translation>
    </message>
    <message>
        <source>What goes there waits, and resumes automatically:</source>
        <translation>写往这些位置的文档在等待，可以时会自动继续：</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Add PDFs</source>
        <translation>添加 PDF</translation>
    </message>
    <message>
        <source>Pause everything</source>
        <translation>全部暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
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
    <name>HelpController</name>
    <message>
        <source>Version information copied.</source>
        <translation>版本信息已复制。</translation>
    </message>
</context>
<context>
    <name>HintList</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>……以及另外 %n 个</numerusform>
        </translation>
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
        <translation>重新转换…</translation>
    </message>
    <message>
        <source>End the batch</source>
        <translation>结束此批次</translation>
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
        <source>Remove from history</source>
        <translation>从历史记录中移除</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>停止监视</translation>
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
        <source>No document is finished yet.</source>
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
    <name>HitsModel</name>
    <message>
        <source>Page {page}</source>
        <translation>第 {page} 页</translation>
    </message>
</context>
<context>
    <name>HostEngines</name>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>On the hosts of the cluster</source>
        <translation>集群各主机上的引擎</translation>
    </message>
    <message>
        <source>On this machine</source>
        <translation>本机</translation>
    </message>
</context>
<context>
    <name>InstallDialog</name>
    <message>
        <source>A script that fetches the packages on another machine, for one without network</source>
        <translation>一个脚本，用于在另一台联网的机器上下载这些软件包</translation>
    </message>
    <message>
        <source>Ascend NPU</source>
        <translation>昇腾 NPU</translation>
    </message>
    <message>
        <source>Auto-detect</source>
        <translation>自动检测</translation>
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
        <source>Install for</source>
        <translation>安装目标</translation>
    </message>
    <message>
        <source>Install {engine}</source>
        <translation>安装 {engine}</translation>
    </message>
    <message>
        <source>Installed in a separate environment, with package versions that were tested together. The window can be used meanwhile.</source>
        <translation>安装在独立的环境中，各软件包版本经过配套测试。安装期间窗口可照常使用。</translation>
    </message>
    <message>
        <source>Looking at what is needed here…</source>
        <translation>正在检查本机需要什么…</translation>
    </message>
    <message>
        <source>NVIDIA GPU</source>
        <translation>NVIDIA GPU</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Save the list of packages</source>
        <translation>保存软件包清单</translation>
    </message>
    <message>
        <source>Save the list…</source>
        <translation>保存清单…</translation>
    </message>
    <message>
        <source>Saved: {path}. Run it where there is a network.</source>
        <translation>已保存：{path}。请在联网的机器上运行它。</translation>
    </message>
    <message>
        <source>The list cannot be saved: {reason}.</source>
        <translation>清单无法保存：{reason}。</translation>
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
    <name>JobSettingsDialog</name>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n 个文档</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them running, with the settings of before</source>
        <translation>
            <numerusform>其中 %n 个正在进行，仍用原设置</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them still waiting</source>
        <translation>
            <numerusform>其中 %n 个仍在等待</numerusform>
        </translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Convert again</source>
        <translation>重新转换</translation>
    </message>
    <message>
        <source>Convert again with other settings</source>
        <translation>更改设置后重新转换</translation>
    </message>
    <message>
        <source>Settings of waiting documents</source>
        <translation>等待中文档的设置</translation>
    </message>
    <message>
        <source>running now, with the settings of before</source>
        <translation>正在进行，仍用原设置</translation>
    </message>
</context>
<context>
    <name>JobView</name>
    <message>
        <source>All documents are finished, and hidden.</source>
        <translation>所有文档均已完成并隐藏。</translation>
    </message>
    <message>
        <source>No document is in this state.</source>
        <translation>没有处于此状态的文档。</translation>
    </message>
    <message>
        <source>No document matches “{text}”.</source>
        <translation>没有与“{text}”匹配的文档。</translation>
    </message>
</context>
<context>
    <name>LogWindow</name>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation>
            <numerusform>%n 处匹配</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>仅错误</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Find in the log</source>
        <translation>在日志中查找</translation>
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
        <source>Warnings and errors</source>
        <translation>警告和错误</translation>
    </message>
    <message>
        <source>Which messages</source>
        <translation>显示哪些消息</translation>
    </message>
    <message>
        <source>Wrap lines</source>
        <translation>自动换行</translation>
    </message>
    <message>
        <source>{file} cannot be read: {error}</source>
        <translation>无法读取 {file}：{error}</translation>
    </message>
    <message>
        <source>{file} is empty: the worker has printed nothing.</source>
        <translation>{file} 为空：工作进程没有输出。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Headframe</source>
        <translation>Headframe</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Waits for a disk</source>
        <translation>等待磁盘</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>{count} 个失败</translation>
    </message>
</context>
<context>
    <name>ManualWindow</name>
    <message>
        <source>Contents</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Find in the manual</source>
        <translation>在手册中查找</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>使用手册</translation>
    </message>
</context>
<context>
    <name>MarkdownPanel</name>
    <message>
        <source>Find</source>
        <translation>查找</translation>
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
        <source>Choose cards…</source>
        <translation>选择卡…</translation>
    </message>
    <message>
        <source>Convert again</source>
        <translation>重新转换</translation>
    </message>
    <message>
        <source>Convert again with…</source>
        <translation>更改设置后重新转换…</translation>
    </message>
    <message>
        <source>Engines…</source>
        <translation>引擎…</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>定位文件…</translation>
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
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Show log</source>
        <translation>显示日志</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Try again with…</source>
        <translation>更改设置后重试…</translation>
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
        <source>How much MinerU looks at. More of it takes longer, and needs larger models.</source>
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
    <name>MissingFolderIndicator</name>
    <message numerus="yes">
        <source>%n folder(s) not there</source>
        <translation>
            <numerusform>找不到 %n 个文件夹</numerusform>
        </translation>
    </message>
    <message>
        <source>Resumes automatically when it is back:</source>
        <translation>恢复后会自动继续:</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>A mirror of Hugging Face</source>
        <translation>Hugging Face 镜像</translation>
    </message>
    <message>
        <source>Address of the mirror</source>
        <translation>镜像地址</translation>
    </message>
    <message>
        <source>An address like {example} is needed.</source>
        <translation>需要形如 {example} 的地址。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copy the commands that fetch them elsewhere</source>
        <translation>复制在别处下载的命令</translation>
    </message>
    <message>
        <source>Fetch from</source>
        <translation>下载来源</translation>
    </message>
    <message>
        <source>Fetch into another folder…</source>
        <translation>下载到其他文件夹…</translation>
    </message>
    <message>
        <source>Fetch the models into</source>
        <translation>将模型下载到</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Get models</source>
        <translation>获取模型</translation>
    </message>
    <message>
        <source>Import from a folder…</source>
        <translation>从文件夹导入…</translation>
    </message>
    <message>
        <source>Import from an archive…</source>
        <translation>从归档文件导入…</translation>
    </message>
    <message>
        <source>Import the models of {engine}</source>
        <translation>导入 {engine} 的模型</translation>
    </message>
    <message>
        <source>Looking what there is, and asking the hub for sizes…</source>
        <translation>正在查看已有文件，并向模型库查询大小…</translation>
    </message>
    <message>
        <source>Models for {engine}</source>
        <translation>{engine} 的模型</translation>
    </message>
    <message>
        <source>Other ways</source>
        <translation>其他方式</translation>
    </message>
    <message>
        <source>Repository</source>
        <translation>仓库</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Sizes are not known: {why}</source>
        <translation>大小未知：{why}</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>The models of {engine}</source>
        <translation>{engine} 的模型</translation>
    </message>
    <message>
        <source>Use a folder that has them…</source>
        <translation>使用已有模型的文件夹…</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>here</source>
        <translation>已有</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺少</translation>
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
    <name>NotificationBar</name>
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
    <name>NotificationCenter</name>
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
    <name>Opener</name>
    <message>
        <source>No program here opens {path}. It is in the clipboard.</source>
        <translation>本机没有程序能打开 {path}。已将其复制到剪贴板。</translation>
    </message>
    <message>
        <source>{path} is no longer there.</source>
        <translation>{path} 已不存在。</translation>
    </message>
</context>
<context>
    <name>OutlineButton</name>
    <message>
        <source>Headings</source>
        <translation>目录</translation>
    </message>
</context>
<context>
    <name>PageRangeField</name>
    <message>
        <source>3-7, 5, 3- or -7</source>
        <translation>3-7、5、3- 或 -7</translation>
    </message>
</context>
<context>
    <name>PageTestDialog</name>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>卡</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Converts a sample page on one card, just as a document is converted.</source>
        <translation>像转换文档一样，在一张卡上转换一页样张。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>No engine is set up: install one first.</source>
        <translation>尚未设置引擎：请先安装一个。</translation>
    </message>
    <message>
        <source>Result of the test</source>
        <translation>测试结果</translation>
    </message>
    <message>
        <source>Save as text…</source>
        <translation>另存为文本…</translation>
    </message>
    <message>
        <source>Save the test&apos;s report</source>
        <translation>保存测试报告</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>已保存：{path}</translation>
    </message>
    <message>
        <source>Start the test</source>
        <translation>开始测试</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Test an engine</source>
        <translation>测试引擎</translation>
    </message>
    <message>
        <source>The report cannot be saved: {reason}.</source>
        <translation>报告无法保存：{reason}。</translation>
    </message>
</context>
<context>
    <name>PdfPanel</name>
    <message>
        <source>Find in the pages</source>
        <translation>在页面中查找</translation>
    </message>
    <message>
        <source>Fit page</source>
        <translation>整页显示</translation>
    </message>
    <message>
        <source>Fit width</source>
        <translation>适合宽度</translation>
    </message>
    <message>
        <source>Go to a page</source>
        <translation>跳转到页</translation>
    </message>
    <message>
        <source>Highlight blocks by type</source>
        <translation>按类型为内容块着色</translation>
    </message>
    <message>
        <source>Larger pages</source>
        <translation>放大页面</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>定位文件…</translation>
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
        <source>Rotate the pages</source>
        <translation>旋转页面</translation>
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
        <source>Thumbnails</source>
        <translation>缩略图，便于翻页</translation>
    </message>
    <message>
        <source>of {count}</source>
        <translation>/ {count}</translation>
    </message>
    <message>
        <source>{name} is no longer where it was.</source>
        <translation>{name} 已不在原处。</translation>
    </message>
    <message>
        <source>{name} is password-protected. Enter the password to view its pages.</source>
        <translation>{name} 已加密，输入密码即可查看页面。</translation>
    </message>
    <message>
        <source>{name} takes too long to open and is not shown.</source>
        <translation>{name} 打开耗时过长，不予显示。</translation>
    </message>
</context>
<context>
    <name>PdfView</name>
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
        <source>The profile {name} no longer exists. Choose another one.</source>
        <translation>配置方案 {name} 已不存在，请另选一个。</translation>
    </message>
</context>
<context>
    <name>ProfileComboBox</name>
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
        <translation>配置方案</translation>
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
    <name>ProfileController</name>
    <message>
        <source>Name of the profile</source>
        <translation>配置方案名称</translation>
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
        <translation>配置方案名称</translation>
    </message>
    <message>
        <source>New from the settings…</source>
        <translation>由设置新建…</translation>
    </message>
    <message>
        <source>No profiles yet. The button above saves the current settings as one.</source>
        <translation>还没有配置方案。用上方按钮可将当前设置保存为配置方案。</translation>
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
        <source>E-book (EPUB)</source>
        <translation>电子书 (EPUB)</translation>
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
        <source>LaTeX</source>
        <translation>LaTeX</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>MinerU content list (JSON)</source>
        <translation>MinerU 内容列表 (JSON)</translation>
    </message>
    <message>
        <source>OCR</source>
        <translation>OCR</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Read by OCR, may be wrong: compare with the page.</source>
        <translation>由 OCR 识别，可能有误：请与页面对照。</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>Save as LaTeX…</source>
        <translation>另存为 LaTeX…</translation>
    </message>
    <message>
        <source>Save as MinerU content list (JSON)…</source>
        <translation>另存为 MinerU 内容列表 (JSON)…</translation>
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
    <message>
        <source>Web page (HTML)</source>
        <translation>网页 (HTML)</translation>
    </message>
    <message>
        <source>Word document</source>
        <translation>Word 文档</translation>
    </message>
    <message>
        <source>ZIP file</source>
        <translation>ZIP 文件</translation>
    </message>
    <message>
        <source>blank</source>
        <translation>空白</translation>
    </message>
    <message>
        <source>not readable</source>
        <translation>无法识别</translation>
    </message>
    <message>
        <source>read by OCR</source>
        <translation>由 OCR 识别</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>Checking this machine…</source>
        <translation>正在检查本机…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Hide names of documents and folders</source>
        <translation>隐藏文档和文件夹的名称</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Report a problem</source>
        <translation>报告问题</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Saved as {file}.</source>
        <translation>已保存为 {file}。</translation>
    </message>
    <message>
        <source>This is what helps to find the cause: versions, a check of this machine, and the end of the logs. Your name and this machine&apos;s name are replaced. Read it, say what happened, delete what you want to keep to yourself. Nothing is sent.</source>
        <translation>以下内容有助于查找原因：版本、本机检查结果和日志末尾。您的用户名和本机名称已被替换。请先阅读，写明发生了什么，并删除您不想透露的内容。不会发送任何内容。</translation>
    </message>
    <message>
        <source>{file} cannot be written: {error}</source>
        <translation>无法写入 {file}：{error}</translation>
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
        <source>Remove reservation</source>
        <translation>取消预留</translation>
    </message>
    <message>
        <source>Reserve</source>
        <translation>预留</translation>
    </message>
    <message>
        <source>Reserve {cards} for</source>
        <translation>把 {cards} 预留给</translation>
    </message>
    <message>
        <source>Reserved for</source>
        <translation>预留给谁</translation>
    </message>
</context>
<context>
    <name>ResultMenu</name>
    <message>
        <source>Compare with</source>
        <translation>比较对象</translation>
    </message>
    <message>
        <source>Compare with another result…</source>
        <translation>与另一份结果比较…</translation>
    </message>
    <message>
        <source>Compare with the original conversion</source>
        <translation>与最初状态比较</translation>
    </message>
    <message>
        <source>Convert with {engine} and compare</source>
        <translation>用 {engine} 转换并比较</translation>
    </message>
    <message>
        <source>Discard unsaved changes</source>
        <translation>放弃未保存的修改</translation>
    </message>
</context>
<context>
    <name>ResultPane</name>
    <message>
        <source>Save as, compare</source>
        <translation>另存为、比较</translation>
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
</context>
<context>
    <name>ResultWindows</name>
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
    <name>RetryOutcomes</name>
    <message numerus="yes">
        <source>%n edited version(s) kept, beside the new results.</source>
        <translation>
            <numerusform>%n 个您修改过的版本已保留，新结果在其旁边。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) up to date: not converted again.</source>
        <translation>
            <numerusform>%n 个结果已是最新，未重新转换。</numerusform>
        </translation>
    </message>
    <message>
        <source>Convert anyway</source>
        <translation>仍然转换</translation>
    </message>
    <message>
        <source>Your edited version is kept in {folder}, beside the new result.</source>
        <translation>您修改过的版本保留在 {folder} 中，新结果在其旁边。</translation>
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
    <name>SavedRow</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>已保存为 {path}。</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>SearchController</name>
    <message>
        <source>{name} is no longer there.</source>
        <translation>{name} 已不在原处。</translation>
    </message>
</context>
<context>
    <name>SearchDialog</name>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n 页</numerusform>
        </translation>
    </message>
    <message>
        <source>Indexing results: {done} of {total}…</source>
        <translation>正在为结果建立索引：{done} / {total}…</translation>
    </message>
    <message>
        <source>Nothing found. All words have to be on one page or in the file name.</source>
        <translation>没有找到。所有词须出现在同一页或文件名中。</translation>
    </message>
    <message>
        <source>Places found</source>
        <translation>找到的位置</translation>
    </message>
    <message>
        <source>Search all results</source>
        <translation>搜索全部结果</translation>
    </message>
    <message>
        <source>Search in the text of all results</source>
        <translation>在全部结果的正文中搜索</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>The best {count} pages are shown.</source>
        <translation>仅显示最匹配的 {count} 页。</translation>
    </message>
    <message>
        <source>The index cannot be used: {why}</source>
        <translation>索引无法使用：{why}</translation>
    </message>
    <message>
        <source>Words, parts of words, or a phrase in quotation marks.</source>
        <translation>可输入词、词的一部分，或用引号括起的短语。</translation>
    </message>
    <message numerus="yes">
        <source>{pages} in %n document(s)</source>
        <translation>
            <numerusform>%n 个文档中共 {pages}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SecondResults</name>
    <message>
        <source>Engines…</source>
        <translation>引擎…</translation>
    </message>
    <message>
        <source>Set it up…</source>
        <translation>去设置…</translation>
    </message>
    <message>
        <source>There is nothing to compare: {name} with {engine}: {reason}</source>
        <translation>无法比较：{name}（{engine}）：{reason}</translation>
    </message>
    <message>
        <source>{engine} is not ready: {reason}</source>
        <translation>{engine} 尚不可用：{reason}</translation>
    </message>
    <message>
        <source>{name} is converted with {engine}. The comparison opens when it is done.</source>
        <translation>正在用 {engine} 转换 {name}，完成后将打开比较。</translation>
    </message>
</context>
<context>
    <name>SelectionCommands</name>
    <message numerus="yes">
        <source>%n document(s) removed from the list. No file was deleted.</source>
        <translation>
            <numerusform>已从列表移除 %n 个文档。没有删除任何文件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) can no longer be read.</source>
        <translation>
            <numerusform>有 %n 个结果已无法读取。</numerusform>
        </translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>定位文件…</translation>
    </message>
    <message numerus="yes">
        <source>Markdown of %n document(s) copied.</source>
        <translation>
            <numerusform>已复制 %n 个文档的 Markdown。</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>SettingField</name>
    <message>
        <source>(different)</source>
        <translation>（各不相同）</translation>
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
    <name>SetupCard</name>
    <message numerus="yes">
        <source>%n card(s) idle: no engine for them</source>
        <translation>
            <numerusform>%n 张卡空闲：没有引擎可用</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n free card(s): {cards}. Set up MinerU for them.</source>
        <translation>
            <numerusform>有 %n 张空闲加速卡：{cards}。可为其安装 MinerU。</numerusform>
        </translation>
    </message>
    <message>
        <source>A scan was read by the built-in engine. MinerU reads scans, formulas and tables better; its tier “basic” runs on the processor.</source>
        <translation>刚才的扫描件由内置引擎识别。MinerU 识别扫描件、公式和表格的效果更好；其 basic 档可在处理器上运行。</translation>
    </message>
    <message>
        <source>Get models…</source>
        <translation>获取模型…</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>Set up MinerU…</source>
        <translation>设置 MinerU…</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Step 2 of 3: the models. A test page is the last.</source>
        <translation>第 2 步（共 3 步）：获取模型。最后是测试页。</translation>
    </message>
    <message>
        <source>Step 3 of 3: a test page, on the card of your choice.</source>
        <translation>第 3 步（共 3 步）：在您选定的加速卡上转换测试页。</translation>
    </message>
    <message>
        <source>Test it…</source>
        <translation>测试…</translation>
    </message>
    <message>
        <source>Three steps: the engine, its models, a test page.</source>
        <translation>三步：引擎、模型、测试页。</translation>
    </message>
    <message>
        <source>{engine} and its models are here, and not tested yet.</source>
        <translation>{engine} 及其模型均已就位，尚未测试。</translation>
    </message>
    <message>
        <source>{engine} is installed; its models are missing.</source>
        <translation>已安装 {engine}，还缺少模型。</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Back to the list of documents</source>
        <translation>回到文档列表</translation>
    </message>
    <message>
        <source>Choosing cards</source>
        <translation>选择加速卡</translation>
    </message>
    <message>
        <source>Copy the selected text</source>
        <translation>复制所选文字</translation>
    </message>
    <message>
        <source>Find in the result</source>
        <translation>在结果中查找</translation>
    </message>
    <message>
        <source>First document</source>
        <translation>第一个文档</translation>
    </message>
    <message>
        <source>First page</source>
        <translation>首页</translation>
    </message>
    <message>
        <source>Fit width</source>
        <translation>适合宽度</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Last document</source>
        <translation>最后一个文档</translation>
    </message>
    <message>
        <source>Last page</source>
        <translation>末页</translation>
    </message>
    <message>
        <source>List of documents</source>
        <translation>文档列表</translation>
    </message>
    <message>
        <source>Menu of the card</source>
        <translation>打开该卡的菜单</translation>
    </message>
    <message>
        <source>Move waiting documents down</source>
        <translation>下移等待中的文档</translation>
    </message>
    <message>
        <source>Move waiting documents up</source>
        <translation>上移等待中的文档</translation>
    </message>
    <message>
        <source>Next block</source>
        <translation>下一块</translation>
    </message>
    <message>
        <source>Next doubtful place</source>
        <translation>下一处存疑文字</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>下一处匹配</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>No shortcut matches.</source>
        <translation>没有匹配的快捷键。</translation>
    </message>
    <message>
        <source>Pages of the PDF</source>
        <translation>PDF 页面</translation>
    </message>
    <message>
        <source>Previous block</source>
        <translation>上一块</translation>
    </message>
    <message>
        <source>Previous doubtful place</source>
        <translation>上一处存疑文字</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>上一处匹配</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>阅读</translation>
    </message>
    <message>
        <source>Save changes to the Markdown</source>
        <translation>保存对 Markdown 的修改</translation>
    </message>
    <message>
        <source>Scroll down</source>
        <translation>向下滚动</translation>
    </message>
    <message>
        <source>Search for a key or what it does</source>
        <translation>搜索按键或功能</translation>
    </message>
    <message>
        <source>Search shortcuts</source>
        <translation>搜索快捷键</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>Select the text of the page</source>
        <translation>选择本页文字</translation>
    </message>
    <message>
        <source>Tick or untick the card</source>
        <translation>勾选或取消勾选该卡</translation>
    </message>
    <message>
        <source>Use the ticked cards</source>
        <translation>使用已勾选的卡</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
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
    <name>StatusBar</name>
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
        <source>Processor</source>
        <translation>处理器</translation>
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
    <name>StatusFilterBar</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>All reasons</source>
        <translation>所有原因</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
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
        <source>Unfinished</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
</context>
<context>
    <name>StorageNotices</name>
    <message>
        <source>End the batch</source>
        <translation>结束此批次</translation>
    </message>
    <message>
        <source>The watched folder {folder} is not there. It resumes automatically when it is back.</source>
        <translation>找不到所监视的文件夹 {folder}。它恢复后会自动继续监视。</translation>
    </message>
    <message>
        <source>There is space in {folder} again: work has resumed.</source>
        <translation>{folder} 又有空间了，工作继续。</translation>
    </message>
    <message>
        <source>{folder} is back.</source>
        <translation>{folder} 已恢复。</translation>
    </message>
    <message>
        <source>{folder} is not there, and was not looked through to its end. Plug its drive in, and the rest is found by itself; or end the batch.</source>
        <translation>找不到 {folder}，且尚未全部查看。请接上它所在的磁盘，其余文档会自动找到；或结束此批次。</translation>
    </message>
    <message>
        <source>{why} What goes there waits, and resumes automatically.</source>
        <translation>{why}写往该处的文档在等待，可以时会自动继续。</translation>
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
        <source>Previous section</source>
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
        <source>Thumbnails</source>
        <translation>缩略图</translation>
    </message>
</context>
<context>
    <name>UnitSelection</name>
    <message>
        <source>This has no place on the page.</source>
        <translation>此内容在页面上没有对应位置。</translation>
    </message>
</context>
<context>
    <name>WatchedFoldersButton</name>
    <message>
        <source>New documents in them are converted:</source>
        <translation>其中的新文档会被转换：</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>停止监视</translation>
    </message>
    <message numerus="yes">
        <source>Watching %n folder(s)</source>
        <translation>
            <numerusform>正在监视 %n 个文件夹</numerusform>
        </translation>
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
        <source>This formula was repaired automatically; check it against the page.</source>
        <translation>此公式为自动修复，请对照原页。</translation>
    </message>
    <message>
        <source>This has no place on the page.</source>
        <translation>此内容在页面上没有对应位置。</translation>
    </message>
</context>
<context>
    <name>WhenDoneButton</name>
    <message>
        <source>Do nothing</source>
        <translation>不做任何事</translation>
    </message>
    <message>
        <source>Put the computer to sleep</source>
        <translation>让电脑睡眠</translation>
    </message>
    <message>
        <source>Quit Headframe</source>
        <translation>退出 Headframe</translation>
    </message>
    <message>
        <source>Run a command…</source>
        <translation>运行命令…</translation>
    </message>
    <message>
        <source>When all is done: {what}</source>
        <translation>全部完成后：{what}</translation>
    </message>
    <message>
        <source>When done: {what}</source>
        <translation>完成后：{what}</translation>
    </message>
</context>
<context>
    <name>WhenDoneController</name>
    <message>
        <source>Command for the shell; HEADFRAME_DONE and HEADFRAME_FAILED hold the counts:</source>
        <translation>交给 shell 的命令；HEADFRAME_DONE 与 HEADFRAME_FAILED 为完成数与失败数：</translation>
    </message>
    <message numerus="yes">
        <source>Headframe quits in %n second(s).</source>
        <translation>
            <numerusform>Headframe 将在 %n 秒后退出。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n second(s) this command runs: {command}</source>
        <translation>
            <numerusform>%n 秒后将运行命令：{command}</numerusform>
        </translation>
    </message>
    <message>
        <source>Quit now</source>
        <translation>立即退出</translation>
    </message>
    <message>
        <source>Run now</source>
        <translation>立即运行</translation>
    </message>
    <message>
        <source>Sleep now</source>
        <translation>立即睡眠</translation>
    </message>
    <message numerus="yes">
        <source>The computer is put to sleep in %n second(s).</source>
        <translation>
            <numerusform>电脑将在 %n 秒后睡眠。</numerusform>
        </translation>
    </message>
    <message>
        <source>When all is done</source>
        <translation>全部完成后</translation>
    </message>
    <message>
        <source>Your command failed: {output}</source>
        <translation>您的命令失败：{output}</translation>
    </message>
</context>
<context>
    <name>WindowHints</name>
    <message>
        <source>Check the card in the list of cards, and the driver with `headframe doctor`.</source>
        <translation>请在加速卡列表中检查该卡，并用 `headframe doctor` 检查驱动。</translation>
    </message>
    <message>
        <source>Choose another Python in the window “Engines”.</source>
        <translation>请在“引擎”窗口中选择其他 Python。</translation>
    </message>
    <message>
        <source>Choose another card in the list of cards.</source>
        <translation>请在加速卡列表中选择其他卡。</translation>
    </message>
    <message>
        <source>Choose another card, or stop what runs on this one: the list of cards shows it.</source>
        <translation>请选择其他卡，或停止这张卡上的任务：加速卡列表中可以看到。</translation>
    </message>
    <message>
        <source>Choose another source or a mirror, and try again.</source>
        <translation>请选择其他来源或镜像后重试。</translation>
    </message>
    <message>
        <source>Choose the Python of an environment in which the engine is installed.</source>
        <translation>请选择已安装该引擎的环境中的 Python。</translation>
    </message>
    <message>
        <source>Copy it again, or unpack it and import the folder.</source>
        <translation>请重新复制，或解压后导入该文件夹。</translation>
    </message>
    <message>
        <source>Enter the address of a server that runs it in the window “Engines”, or choose another tier there.</source>
        <translation>请在“引擎”窗口中填写运行它的服务器地址，或选择其他档位。</translation>
    </message>
    <message>
        <source>Fetch the models into a folder that you may write to.</source>
        <translation>请将模型下载到有写入权限的文件夹。</translation>
    </message>
    <message>
        <source>Free a card, or choose another one; the processor works without.</source>
        <translation>请空出一张卡，或选择其他卡；处理器无需加速卡也能工作。</translation>
    </message>
    <message>
        <source>Get the models in the window “Engines”, or import them there from a folder.</source>
        <translation>请在“引擎”窗口中获取模型，或从文件夹导入。</translation>
    </message>
    <message>
        <source>If it requires an account, set HF_TOKEN or MODELSCOPE_API_TOKEN; else choose another source or a mirror.</source>
        <translation>如果需要账号，请设置 HF_TOKEN 或 MODELSCOPE_API_TOKEN；否则请选择其他来源或镜像。</translation>
    </message>
    <message>
        <source>Import the models from a machine that has them, or choose another source.</source>
        <translation>请从已有模型的机器导入，或选择其他来源。</translation>
    </message>
    <message>
        <source>Install Headframe with its extra `flash`, or choose a Python in the window “Engines” that has docvortex.</source>
        <translation>请安装带 `flash` 扩展的 Headframe，或在“引擎”窗口中选择装有 docvortex 的 Python。</translation>
    </message>
    <message>
        <source>Install it again in the window “Engines”, or choose another Python there.</source>
        <translation>请在“引擎”窗口中重新安装，或选择其他 Python。</translation>
    </message>
    <message>
        <source>Install it again in the window “Engines”.</source>
        <translation>请在“引擎”窗口中重新安装。</translation>
    </message>
    <message>
        <source>Install one with your system&apos;s packages.</source>
        <translation>请用系统的软件包管理器安装。</translation>
    </message>
    <message>
        <source>Install the engine again in the window “Engines”: its packages then fit; in an environment of your own, `python -m pip install torch==2.7.1 torch_npu==2.7.1` for example.</source>
        <translation>请在“引擎”窗口中重新安装引擎，其软件包即可匹配；在自己的环境中，例如运行 `python -m pip install torch==2.7.1 torch_npu==2.7.1`。</translation>
    </message>
    <message>
        <source>Install the engine first, or import the models from a folder.</source>
        <translation>请先安装引擎，或从文件夹导入模型。</translation>
    </message>
    <message>
        <source>Install {engine} in the window “Engines”, or choose a Python there that has it.</source>
        <translation>请在“引擎”窗口中安装 {engine}，或选择已装有它的 Python。</translation>
    </message>
    <message>
        <source>Its models may be of another version: get them again in the window “Engines”.</source>
        <translation>其模型可能属于其他版本：请在“引擎”窗口中重新获取。</translation>
    </message>
    <message>
        <source>Make room, or fetch the models into another folder.</source>
        <translation>请腾出空间，或将模型下载到其他文件夹。</translation>
    </message>
    <message>
        <source>PDFs in {folder}: {count}, all of them hidden: their names, or their folders&apos;, begin with a dot or ~$, or are those of a recycle bin. “Which files” can take them, too.</source>
        <translation>{folder} 中有 {count} 个 PDF，但都是隐藏的：文件名或其文件夹名以点或 ~$ 开头，或属于回收站。可在“哪些文件”中一并包含。</translation>
    </message>
    <message>
        <source>PDFs in {folder}: {count}. What “Which files” says leaves out all of them.</source>
        <translation>{folder} 中有 {count} 个 PDF，但都被“哪些文件”中的规则排除了。</translation>
    </message>
    <message>
        <source>Remove the chosen Python in the window “Engines”: Headframe then takes its own.</source>
        <translation>请在“引擎”窗口中移除所选的 Python，改用 Headframe 自带的。</translation>
    </message>
    <message>
        <source>See in the list of cards which ids the cards have here, and report this.</source>
        <translation>请在加速卡列表中查看各卡的编号，并报告此问题。</translation>
    </message>
    <message>
        <source>See its health in the list of cards, and the kernel&apos;s log with `dmesg`.</source>
        <translation>请在加速卡列表中查看其健康状态，并用 `dmesg` 查看内核日志。</translation>
    </message>
    <message>
        <source>Set HTTPS_PROXY if there is a proxy, or choose a mirror. Without a network, “Other ways” imports the models, or copies the commands that fetch them elsewhere.</source>
        <translation>如有代理，请设置 HTTPS_PROXY，或选择镜像。没有网络时，可用“其他方式”导入模型，或复制在别处下载的命令。</translation>
    </message>
    <message>
        <source>Start it through Headframe, which hides other cards from it, or install a torch for the CPU alone.</source>
        <translation>请通过 Headframe 启动（它会隐藏其他卡），或安装仅支持 CPU 的 torch。</translation>
    </message>
    <message>
        <source>Start one (`ray start --head`), join one (`ray start --address HEAD:6379`), or enter the address of one: HOST:6379 on one of its hosts, ray://HOST:10001 elsewhere.</source>
        <translation>请启动一个集群（`ray start --head`）、加入一个（`ray start --address HEAD:6379`），或填写其地址：在集群主机上用 HOST:6379，在别处用 ray://HOST:10001。</translation>
    </message>
    <message>
        <source>The list of cards says what the driver reports about it; choose another card.</source>
        <translation>加速卡列表中有驱动给出的信息；请选择其他卡。</translation>
    </message>
    <message>
        <source>The list of cards says what to do about it; the processor works without a card.</source>
        <translation>加速卡列表中有处理办法；处理器无需加速卡也能工作。</translation>
    </message>
    <message>
        <source>Try again: it goes on with this file. If it happens again, a mirror or a proxy changes it: choose another source.</source>
        <translation>请重试：将从此文件继续。如果再次出现，说明镜像或代理改动了它，请选择其他来源。</translation>
    </message>
    <message>
        <source>Unset it, or import the models from a folder.</source>
        <translation>请取消该变量，或从文件夹导入模型。</translation>
    </message>
    <message>
        <source>“Other ways” copies the commands that fetch and pack them.</source>
        <translation>“其他方式”可复制下载并打包它们的命令。</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
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
        <source>Done, needs review</source>
        <translation>已完成，请检查</translation>
    </message>
    <message>
        <source>Engine crashed</source>
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
        <source>NPU {npu} · chip {chip}</source>
        <translation>NPU {npu} · 芯片 {chip}</translation>
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
        <source>No pages</source>
        <translation>没有页面</translation>
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
        <source>Saving</source>
        <translation>正在保存</translation>
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
        <source>Without a batch</source>
        <translation>不属于任何批次</translation>
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
        <source>also as {formats}</source>
        <translation>另存为 {formats}</translation>
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
        <source>tier {tier}</source>
        <translation>档位 {tier}</translation>
    </message>
    <message>
        <source>{card}, verified</source>
        <translation>{card}，已核实</translation>
    </message>
    <message>
        <source>{engine} · {cards} not needed</source>
        <translation>{engine} · 不需要 {cards}</translation>
    </message>
    <message>
        <source>{engine}, as {better} is not ready</source>
        <translation>{engine}（{better} 未就绪）</translation>
    </message>
    <message>
        <source>{engine}, to be tested first</source>
        <translation>{engine}，将先测试</translation>
    </message>
    <message>
        <source>{name}  {over} of {all}</source>
        <translation>{name}  {over}/{all}</translation>
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
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
</context>
<context>
    <name>_CountWords</name>
    <message numerus="yes">
        <source>%n card(s)</source>
        <translation>
            <numerusform>%n 张卡</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n host(s)</source>
        <translation>
            <numerusform>%n 台主机</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lost</source>
        <translation>
            <numerusform>%n 台失联</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>%(prog)s: error: %(message)s
</source>
        <translation>%(prog)s: 错误：%(message)s
</translation>
    </message>
    <message>
        <source>&apos;{mode}&apos; is not a device that an engine can use.</source>
        <translation>&apos;{mode}&apos; 不是可以指定给引擎的设备。</translation>
    </message>
    <message>
        <source>&apos;{port}&apos; is no port: a number from 1 to 65535.</source>
        <translation>“{port}” 不是端口号：应为 1 到 65535 之间的数字。</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is neither huggingface, modelscope, nor a URL</source>
        <translation>“{text}” 既不是 huggingface、modelscope，也不是 URL</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is no address of a cluster: auto, HOST:PORT or ray://HOST:PORT.</source>
        <translation>“{text}” 不是集群地址：请写成 auto、HOST:PORT 或 ray://HOST:PORT。</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is not a number of megabytes</source>
        <translation>“{text}” 不是以 MB 为单位的数值</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is not a number of seconds</source>
        <translation>“{text}” 不是以秒为单位的数值</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is not a number of seconds from {least} to 86400</source>
        <translation>“{text}” 不是 {least} 到 86400 之间的秒数</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is not a page range: write 3-7, 5, 3- or -7; pages count from 1.</source>
        <translation>“{text}” 不是页码范围：请写成 3-7、5、3- 或 -7；页码从 1 开始。</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is not a whole number from 1</source>
        <translation>“{text}” 不是从 1 起的整数</translation>
    </message>
    <message>
        <source>&apos;{tier}&apos; is no tier of MinerU.</source>
        <translation>&apos;{tier}&apos; 不是 MinerU 的档位。</translation>
    </message>
    <message>
        <source>--watch goes with neither --dry-run nor --retry-failed.</source>
        <translation>--watch 不能与 --dry-run 或 --retry-failed 同时使用。</translation>
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
        <source>A desktop notification, and one when a batch first fails, if the window is in the background.</source>
        <translation>窗口不在最前时显示桌面通知；批次首次失败时也会通知。</translation>
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
        <source>A model of {engine} is damaged: {file}.</source>
        <translation>{engine} 的模型已损坏：{file}。</translation>
    </message>
    <message>
        <source>A model of {engine} is missing: {file}.</source>
        <translation>缺少 {engine} 的模型：{file}。</translation>
    </message>
    <message>
        <source>A newer Headframe wrote that; update Headframe to change it.</source>
        <translation>由更新版本的 Headframe 写入；要更改请更新 Headframe。</translation>
    </message>
    <message>
        <source>A newer Headframe wrote them: what this one does not know stays as it is.</source>
        <translation>由更新版本的 Headframe 写入：此版本不认识的内容保持原样。</translation>
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
        <source>About {installed} on the disk of {folder}, where {free} are free.</source>
        <translation>在 {folder} 所在磁盘上约占 {installed}，该磁盘剩余 {free}。</translation>
    </message>
    <message>
        <source>About {wanted} are needed in {folder}, and {free} are free.</source>
        <translation>{folder} 约需 {wanted}，而剩余空间为 {free}。</translation>
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
        <source>Address of the cluster</source>
        <translation>集群地址</translation>
    </message>
    <message>
        <source>After a second try with smaller batches. A reserved card is never taken.</source>
        <translation>先用更小的批次再试一次。预留的卡绝不会被占用。</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>重要告警</translation>
    </message>
    <message>
        <source>All cards of the cluster that are free</source>
        <translation>集群中所有空闲的卡</translation>
    </message>
    <message>
        <source>All of it is in {log}. By hand: {command}</source>
        <translation>全部输出见 {log}。手动安装：{command}</translation>
    </message>
    <message>
        <source>All of it is in {log}. Without a network: fill a folder with the wheels elsewhere (the list is a script that does so), and install from that folder.</source>
        <translation>完整输出见 {log}。没有网络时：在别处把 wheel 文件下载到一个文件夹（清单就是做这件事的脚本），再从该文件夹安装。</translation>
    </message>
    <message>
        <source>All system libraries are there.</source>
        <translation>所需的系统库齐全。</translation>
    </message>
    <message>
        <source>All watched folders are there.</source>
        <translation>监视的文件夹都已恢复。</translation>
    </message>
    <message>
        <source>All {total} {total:file is|files are} in {folder}.</source>
        <translation>全部 {total} 个文件都在 {folder} 中。</translation>
    </message>
    <message>
        <source>All, or 3-7, 5, 3-, -7</source>
        <translation>全部，或 3-7、5、3-、-7</translation>
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
        <source>Also save as</source>
        <translation>同时另存为</translation>
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
        <source>An engine with models takes one at a time, unless you set a number.</source>
        <translation>带模型的引擎一次处理一个文档，除非在此指定数目。</translation>
    </message>
    <message>
        <source>An operator of CANN refused what {card} was asked to compute ({code}).</source>
        <translation>CANN 的算子拒绝了交给 {card} 的计算（{code}）。</translation>
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
        <source>Another Headframe works on {card}.</source>
        <translation>另一个 Headframe 正在使用 {card}。</translation>
    </message>
    <message>
        <source>Another Headframe works on {card}: that of {user} on {machine} (process {pid}), since {since}.</source>
        <translation>另一个 Headframe 正在使用 {card}：{machine} 上 {user} 的进程 {pid}，自 {since} 起。</translation>
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
        <source>Another program fetches models into this folder.</source>
        <translation>另一个程序正在把模型下载到此文件夹。</translation>
    </message>
    <message>
        <source>Another run of Headframe converts it at the moment.</source>
        <translation>另一个 Headframe 正在转换此文档。</translation>
    </message>
    <message>
        <source>Answered late, and works from now on: {hosts}.</source>
        <translation>应答较晚，现在开始工作：{hosts}。</translation>
    </message>
    <message>
        <source>Arabic</source>
        <translation>阿拉伯文</translation>
    </message>
    <message>
        <source>As MinerU is set up</source>
        <translation>按 MinerU 的设置</translation>
    </message>
    <message>
        <source>As chosen in the window</source>
        <translation>与窗口中的选择相同</translation>
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
        <source>Ask the administrator to install a driver and a firmware of one release.</source>
        <translation>请管理员安装同一版本的驱动和固件。</translation>
    </message>
    <message>
        <source>Asking what there is…</source>
        <translation>正在询问有哪些文件…</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Automatic (by page count)</source>
        <translation>按页数自动确定</translation>
    </message>
    <message>
        <source>Batches in the history: {number}.</source>
        <translation>历史记录中的批次：{number}。</translation>
    </message>
    <message>
        <source>Beside each document</source>
        <translation>放在各文档旁边</translation>
    </message>
    <message>
        <source>Best available</source>
        <translation>已就绪的最佳引擎</translation>
    </message>
    <message>
        <source>Built-in · text, OCR, tables</source>
        <translation>内置 · 文本、OCR、表格</translation>
    </message>
    <message>
        <source>Bulgarian</source>
        <translation>保加利亚文</translation>
    </message>
    <message>
        <source>By hand: {command}</source>
        <translation>手动安装：{command}</translation>
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
        <source>Cancelling: removing what was unpacked…</source>
        <translation>正在取消：删除已解包的文件…</translation>
    </message>
    <message>
        <source>Cannot allocate memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>Cards chosen</source>
        <translation>所选的卡</translation>
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
        <source>Check that its head runs (`ray status` there). Headframe reconnects automatically.</source>
        <translation>请检查其头节点是否在运行（在其上执行 `ray status`）。Headframe 会自动重新连接。</translation>
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
        <source>Check the password: --password-file FILE.</source>
        <translation>请检查密码：--password-file FILE。</translation>
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
        <source>Checking the download…</source>
        <translation>正在校验下载的文件…</translation>
    </message>
    <message>
        <source>Checking {file}</source>
        <translation>正在校验 {file}</translation>
    </message>
    <message>
        <source>Chinese and English</source>
        <translation>中文和英文</translation>
    </message>
    <message>
        <source>Chinese is drawn with {font}.</source>
        <translation>中文使用字体 {font} 显示。</translation>
    </message>
    <message>
        <source>Chinese, traditional</source>
        <translation>繁体中文</translation>
    </message>
    <message>
        <source>Choose a folder with models, or an archive (.tar, .tar.gz, .zip).</source>
        <translation>请指定存放模型的文件夹，或归档文件（.tar、.tar.gz、.zip）。</translation>
    </message>
    <message>
        <source>Choose a server that runs it: `headframe engine use mineru --vlm-url URL`; or a tier that does without: `--tier basic`.</source>
        <translation>请指定运行该模型的服务器：`headframe engine use mineru --vlm-url URL`；或改用不需要它的档位：`--tier basic`。</translation>
    </message>
    <message>
        <source>Choose all three, or leave all three empty.</source>
        <translation>请三项都选，或三项都留空。</translation>
    </message>
    <message>
        <source>Choose an engine with --engine NAME; `headframe engine list` says what is ready.</source>
        <translation>请用 --engine NAME 指定引擎；`headframe engine list` 会显示哪些已就绪。</translation>
    </message>
    <message>
        <source>Choose another output folder with -o DIR, or ask for the right to write there.</source>
        <translation>请用 -o DIR 指定其他输出文件夹，或申请该处的写权限。</translation>
    </message>
    <message>
        <source>Choose another output folder with -o DIR, or give yourself the right to write there.</source>
        <translation>请用 -o DIR 指定其他输出文件夹，或为自己授予该处的写权限。</translation>
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
        <source>Choose another: `headframe engine use {engine} --python PATH`.</source>
        <translation>请指定另一个：`headframe engine use {engine} --python PATH`。</translation>
    </message>
    <message>
        <source>Choose one card: an engine is tried on one at a time.</source>
        <translation>请只指定一张卡：引擎一次只在一张卡上测试。</translation>
    </message>
    <message>
        <source>Choose one of: {languages}.</source>
        <translation>请从以下选择：{languages}。</translation>
    </message>
    <message>
        <source>Choose one that works: `headframe engine use {engine} --python PATH`.</source>
        <translation>请指定一个可用的：`headframe engine use {engine} --python PATH`。</translation>
    </message>
    <message>
        <source>Choose the Python of an environment in which the engine is installed: `headframe engine use {engine} --python PATH`.</source>
        <translation>请指定装有该引擎的环境中的 Python：`headframe engine use {engine} --python PATH`。</translation>
    </message>
    <message>
        <source>Choose the file again, or leave the field empty.</source>
        <translation>请重新选择文件，或将该项留空。</translation>
    </message>
    <message>
        <source>Choose the folder that holds the wheels.</source>
        <translation>请选择存放 wheel 文件的文件夹。</translation>
    </message>
    <message>
        <source>Choose them again; the file is kept aside then.</source>
        <translation>请重新选择；该文件届时会另存保留。</translation>
    </message>
    <message>
        <source>Choose {pages:page|pages between 1 and} {pages}.</source>
        <translation>请选择 1 到 {pages} 之间的页。</translation>
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
        <source>Connect again when you need it.</source>
        <translation>需要时可重新连接。</translation>
    </message>
    <message>
        <source>Connect when Headframe starts</source>
        <translation>Headframe 启动时连接</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>连接被拒绝</translation>
    </message>
    <message>
        <source>Connection reset by peer</source>
        <translation>连接被对方重置</translation>
    </message>
    <message>
        <source>Connection timed out</source>
        <translation>连接超时</translation>
    </message>
    <message>
        <source>Convert PDFs to Markdown on the accelerator card you choose.</source>
        <translation>在所选的加速卡上将 PDF 转换为 Markdown。</translation>
    </message>
    <message>
        <source>Convert PDFs, and folders of PDFs (recursively), to Markdown.</source>
        <translation>将 PDF 及其所在的文件夹（含子文件夹）转换为 Markdown。</translation>
    </message>
    <message>
        <source>Convert again: what is done is skipped. The log has the details.</source>
        <translation>请重新转换：已完成的会跳过。详情见日志。</translation>
    </message>
    <message>
        <source>Convert fewer pages at a time (--pages 1-20), or look at those hosts&apos; logs.</source>
        <translation>请每次转换较少的页（--pages 1-20），或查看这些主机的日志。</translation>
    </message>
    <message>
        <source>Convert fewer pages at a time (--pages 1-20). Last words: {words}</source>
        <translation>请一次少转换几页（--pages 1-20）。最后的输出：{words}</translation>
    </message>
    <message>
        <source>Convert fewer pages at a time or with fewer workers, or close other programs.</source>
        <translation>请减少一次转换的页数或工作进程数，或关闭其他程序。</translation>
    </message>
    <message>
        <source>Converting</source>
        <translation>正在转换</translation>
    </message>
    <message>
        <source>Copy it again where it is whole, then import again.</source>
        <translation>请从完整的来源重新复制，然后再次导入。</translation>
    </message>
    <message>
        <source>Copy it again, or unpack it and choose the folder: --import DIR.</source>
        <translation>请重新复制，或解包后指定文件夹：--import DIR。</translation>
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
        <source>Copying {file}</source>
        <translation>正在复制 {file}</translation>
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
        <source>Critical</source>
        <translation>紧急告警</translation>
    </message>
    <message>
        <source>Croatian</source>
        <translation>克罗地亚文</translation>
    </message>
    <message>
        <source>Czech</source>
        <translation>捷克文</translation>
    </message>
    <message>
        <source>Danish</source>
        <translation>丹麦文</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>超出磁盘配额</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Documents at a time on the processor</source>
        <translation>处理器上同时处理的文档数</translation>
    </message>
    <message>
        <source>Documents in the queue: {number}, unfinished: {waiting}.</source>
        <translation>队列中的文档：{number}，未完成：{waiting}。</translation>
    </message>
    <message>
        <source>Done.</source>
        <translation>完成。</translation>
    </message>
    <message>
        <source>Dutch</source>
        <translation>荷兰文</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Engines</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Enter the password and try again.</source>
        <translation>请提供密码后重试。</translation>
    </message>
    <message>
        <source>Estonian</source>
        <translation>爱沙尼亚文</translation>
    </message>
    <message>
        <source>Exec format error</source>
        <translation>可执行文件格式错误</translation>
    </message>
    <message>
        <source>Export or print it to PDF, then add that file.</source>
        <translation>请将其导出或打印为 PDF，再添加该文件。</translation>
    </message>
    <message>
        <source>Fetching {package} ({number} of {all})</source>
        <translation>正在下载 {package}（{number}/{all}）</translation>
    </message>
    <message>
        <source>Fetching {package} ({number} of {all}): {here} of {size} MB</source>
        <translation>正在下载 {package}（{number}/{all}）：{here}/{size} MB</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>文件已存在</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>文件名过长</translation>
    </message>
    <message>
        <source>Files are attached to this PDF and were not converted: {names}.</source>
        <translation>此 PDF 附有文件，它们没有被转换：{names}。</translation>
    </message>
    <message>
        <source>Fill it where there is a network: the list (`headframe engine install {engine} --recipe`) is a script that does so.</source>
        <translation>请在联网的机器上补齐：清单（`headframe engine install {engine} --recipe`）就是做这件事的脚本。</translation>
    </message>
    <message>
        <source>Follow system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>For OCR with magic-pdf; the other engines detect it.</source>
        <translation>用于 magic-pdf 的 OCR；其他引擎自动识别语言。</translation>
    </message>
    <message>
        <source>Found {script}.</source>
        <translation>已找到 {script}。</translation>
    </message>
    <message>
        <source>Found: {cards}. As chosen, it is installed for the processor and will not use them.</source>
        <translation>已发现：{cards}。按所选，将为处理器安装，不会使用这些卡。</translation>
    </message>
    <message>
        <source>Found: {cards}. It is installed for {kind}.</source>
        <translation>已发现：{cards}。将为 {kind} 安装。</translation>
    </message>
    <message>
        <source>Free a card, or choose one with --card; --card cpu works without.</source>
        <translation>请空出一张卡，或用 --card 指定；--card cpu 不用加速卡。</translation>
    </message>
    <message>
        <source>Free a card, or choose some with --card; HOST/cpu works without one.</source>
        <translation>请腾出一张卡，或用 --card 指定若干卡；HOST/cpu 不需要卡。</translation>
    </message>
    <message>
        <source>Free some space there, and try again.</source>
        <translation>请在该处腾出一些空间后重试。</translation>
    </message>
    <message>
        <source>French</source>
        <translation>法文</translation>
    </message>
    <message>
        <source>From the folder {folder} alone.</source>
        <translation>仅使用文件夹 {folder} 中的文件。</translation>
    </message>
    <message>
        <source>From the package index that pip is set to, and {names} from {index}.</source>
        <translation>来自 pip 所配置的软件包索引；{names} 来自 {index}。</translation>
    </message>
    <message>
        <source>From the package index that pip is set to.</source>
        <translation>来自 pip 所配置的软件包索引。</translation>
    </message>
    <message>
        <source>German</source>
        <translation>德文</translation>
    </message>
    <message>
        <source>Give it more room (in a container: `docker run --shm-size 8g`), or convert with fewer workers.</source>
        <translation>请加大它的容量（在容器中：`docker run --shm-size 8g`），或减少工作进程数。</translation>
    </message>
    <message>
        <source>Give it more time (--timeout S), or convert fewer pages at a time (--pages 1-20).</source>
        <translation>请给它更多时间（--timeout S），或一次少转换几页（--pages 1-20）。</translation>
    </message>
    <message>
        <source>Give it with --password-file FILE (- reads it from stdin), or on a terminal when asked.</source>
        <translation>请用 --password-file FILE 提供密码（- 表示从标准输入读取），或在终端提示时输入。</translation>
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
        <source>HEADFRAME_HOME leads nowhere: {error}</source>
        <translation>HEADFRAME_HOME 指向的位置无效：{error}</translation>
    </message>
    <message>
        <source>HF_HUB_OFFLINE is set, so that nothing is fetched from a hub.</source>
        <translation>已设置 HF_HUB_OFFLINE，因此不会从模型站下载。</translation>
    </message>
    <message>
        <source>Headers and footers were kept: without them there is little text.</source>
        <translation>已保留页眉和页脚：去掉后文本所剩无几。</translation>
    </message>
    <message>
        <source>Headframe is open already, but does not answer. End it and start again.</source>
        <translation>Headframe 已经打开，但没有响应。请先结束它，再重新启动。</translation>
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
        <source>Headframe&apos;s own connection has failed.</source>
        <translation>Headframe 自身的连接失败。</translation>
    </message>
    <message>
        <source>Headframe&apos;s process there has ended</source>
        <translation>Headframe 在该主机上的进程已结束</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>健康状态</translation>
    </message>
    <message>
        <source>Hindi</source>
        <translation>印地文</translation>
    </message>
    <message>
        <source>How much of its memory is free is not known.</source>
        <translation>空闲显存未知。</translation>
    </message>
    <message>
        <source>Hungarian</source>
        <translation>匈牙利文</translation>
    </message>
    <message>
        <source>If a result already exists</source>
        <translation>结果已存在时</translation>
    </message>
    <message>
        <source>If it requires an account, set HF_TOKEN or MODELSCOPE_API_TOKEN; else try the other hub, or a mirror: --from URL.</source>
        <translation>如果需要账号，请设置 HF_TOKEN 或 MODELSCOPE_API_TOKEN；否则请换另一个模型站，或使用镜像：--from URL。</translation>
    </message>
    <message>
        <source>In a container mount /usr/local/bin/npu-smi.</source>
        <translation>在容器中请挂载 /usr/local/bin/npu-smi。</translation>
    </message>
    <message>
        <source>In a container, map /dev/davinci0 etc.; on a host, check that the card is seated in its slot.</source>
        <translation>在容器中请映射 /dev/davinci0 等设备；在主机上请检查卡是否插好。</translation>
    </message>
    <message>
        <source>In each result&apos;s folder</source>
        <translation>在各结果的文件夹中</translation>
    </message>
    <message>
        <source>Indonesian</source>
        <translation>印度尼西亚文</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>输入/输出错误</translation>
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
        <source>Install Headframe with its extra `flash`, or choose a Python that has docvortex: `headframe engine use flash --python PATH`.</source>
        <translation>请安装带 `flash` 附加组件的 Headframe，或指定装有 docvortex 的解释器：`headframe engine use flash --python PATH`。</translation>
    </message>
    <message>
        <source>Install Headframe with its extra `flash`, or run `headframe engine use flash --python PATH`.</source>
        <translation>请安装带 `flash` 附加组件的 Headframe，或运行 `headframe engine use flash --python PATH`。</translation>
    </message>
    <message>
        <source>Install a torch for this card&apos;s architecture into the engine&apos;s environment.</source>
        <translation>请在引擎的环境中安装适合此卡架构的 torch。</translation>
    </message>
    <message>
        <source>Install a torch_npu whose release notes name the chip, and the torch that fits it.</source>
        <translation>请安装发行说明中列出该芯片的 torch_npu，以及与之匹配的 torch。</translation>
    </message>
    <message>
        <source>Install it again (`headframe engine install {engine}`): what is left is removed, and packages that were fetched whole are not fetched twice.</source>
        <translation>请重新安装（`headframe engine install {engine}`）：残留文件会被清除，已完整下载的软件包不会重复下载。</translation>
    </message>
    <message>
        <source>Install it there (`{python} -m pip install {library}`), or try the other hub.</source>
        <translation>请在其中安装（`{python} -m pip install {library}`），或换另一个模型站。</translation>
    </message>
    <message>
        <source>Install it when you need it.</source>
        <translation>需要时再安装即可。</translation>
    </message>
    <message>
        <source>Install it: pip install &apos;ray[client]&apos;.</source>
        <translation>请安装：pip install &apos;ray[client]&apos;。</translation>
    </message>
    <message>
        <source>Install one with your system&apos;s packages, or choose one with --python PATH.</source>
        <translation>请用系统软件包安装，或用 --python PATH 指定。</translation>
    </message>
    <message>
        <source>Install that Ray here, or this one on every host; Python must match in its minor version (docs/cluster.md, “Versions”).</source>
        <translation>请在本机安装集群的 Ray 版本，或在每台主机上安装本机的版本；Python 的次版本号必须一致（见 docs/cluster.md 的 “Versions”）。</translation>
    </message>
    <message>
        <source>Install the CANN toolkit, or set ASCEND_HOME_PATH.</source>
        <translation>请安装 CANN 工具包，或设置 ASCEND_HOME_PATH。</translation>
    </message>
    <message>
        <source>Install the engine again, or choose another Python.</source>
        <translation>请重新安装引擎，或指定其他解释器。</translation>
    </message>
    <message>
        <source>Install the kernels package of the same CANN release for this chip.</source>
        <translation>请为这块芯片安装同一 CANN 版本的算子包。</translation>
    </message>
    <message>
        <source>Install them by the names that your system has for them; on Debian: {packages}.</source>
        <translation>请按您系统中的名称安装；在 Debian 上为：{packages}。</translation>
    </message>
    <message>
        <source>Install them: `{command}`</source>
        <translation>安装它们：`{command}`</translation>
    </message>
    <message>
        <source>Installing Ray…</source>
        <translation>正在安装 Ray…</translation>
    </message>
    <message>
        <source>Installing {package}…</source>
        <translation>正在安装 {package}…</translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation>解释器</translation>
    </message>
    <message>
        <source>Interrupted; a second run carries on.</source>
        <translation>已中断；再次运行会接着处理。</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>是一个文件夹</translation>
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
        <source>It is reserved.</source>
        <translation>已预留。</translation>
    </message>
    <message>
        <source>It is retried automatically. Details are under ~/ascend/log.</source>
        <translation>程序会自动再试一次。详情见 ~/ascend/log。</translation>
    </message>
    <message>
        <source>It is retried automatically; then try another card.</source>
        <translation>程序会自动再试一次；若仍失败，请换一张卡。</translation>
    </message>
    <message>
        <source>It must be a program that this user may run.</source>
        <translation>它必须是当前用户可以运行的程序。</translation>
    </message>
    <message>
        <source>It needs more than the {allowed} MB of memory that are allowed.</source>
        <translation>所需内存超过允许的 {allowed} MB。</translation>
    </message>
    <message>
        <source>It reports no version.</source>
        <translation>没有给出版本。</translation>
    </message>
    <message>
        <source>It was written by an older Headframe, and is updated when it is opened.</source>
        <translation>它由旧版本的 Headframe 写入，打开时会自动升级。</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>意大利文</translation>
    </message>
    <message>
        <source>Its cards: {keys}.</source>
        <translation>它的加速卡：{keys}。</translation>
    </message>
    <message>
        <source>Its documents go to other hosts. It is used again as soon as Ray runs on it.</source>
        <translation>它的文档会转到其他主机。该主机上的 Ray 恢复运行后会重新使用它。</translation>
    </message>
    <message>
        <source>Its documents wait, and go on when it is back.</source>
        <translation>文档会等待，恢复后继续。</translation>
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
        <source>Its hosts: {names}.</source>
        <translation>集群的主机：{names}。</translation>
    </message>
    <message>
        <source>Its models may be of another version: `headframe engine models {engine} --verify` looks at them.</source>
        <translation>它的模型可能是其他版本：`headframe engine models {engine} --verify` 可以检查。</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>日文</translation>
    </message>
    <message>
        <source>Kannada</source>
        <translation>卡纳达文</translation>
    </message>
    <message>
        <source>Keep both</source>
        <translation>另存一份新结果</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>韩文</translation>
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
        <source>Latvian</source>
        <translation>拉脱维亚文</translation>
    </message>
    <message>
        <source>Let the document fail</source>
        <translation>该文档转换失败</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>List every accelerator of this machine as it stands now, the CPU last.</source>
        <translation>列出本机所有加速卡的当前状态，CPU 在最后。</translation>
    </message>
    <message>
        <source>Lithuanian</source>
        <translation>立陶宛文</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>负载</translation>
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
        <source>Look at display, fonts, cards, engines and disk, and say what to do.</source>
        <translation>检查显示、字体、卡、引擎和磁盘，并给出处理建议。</translation>
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
        <source>Look there: `ray status`, and Ray&apos;s logs in /tmp/ray/session_latest/logs.</source>
        <translation>请在该主机上查看：`ray status`，以及 /tmp/ray/session_latest/logs 中的 Ray 日志。</translation>
    </message>
    <message>
        <source>Look whether the file is still there, then retry.</source>
        <translation>请检查文件是否仍然存在，然后重试。</translation>
    </message>
    <message>
        <source>Look whether the head runs (`ray status` there) and whether a firewall lets its ports through. Outside of the cluster the address is ray://HOST:10001.</source>
        <translation>请检查头节点是否在运行（在其上执行 `ray status`），以及防火墙是否放行其端口。从集群外连接时，地址为 ray://HOST:10001。</translation>
    </message>
    <message>
        <source>Look whether the head runs (`ray status` there), whether Ray Client is installed on it (`pip install &apos;ray[client]&apos;`), and whether a firewall lets port 10001 through.</source>
        <translation>请检查头节点是否在运行（在其上执行 `ray status`）、是否安装了 Ray Client（`pip install &apos;ray[client]&apos;`），以及防火墙是否放行 10001 端口。</translation>
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
        <source>Looking at {path}…</source>
        <translation>正在查看 {path}…</translation>
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
        <source>Make it again with `headframe engine install {engine}`, or choose another: `headframe engine use {engine} --python PATH`.</source>
        <translation>请用 `headframe engine install {engine}` 重新安装，或指定另一个：`headframe engine use {engine} --python PATH`。</translation>
    </message>
    <message>
        <source>Make room in {folder}, and convert again: what is done is skipped.</source>
        <translation>请在 {folder} 腾出空间后重新转换：已完成的会跳过。</translation>
    </message>
    <message>
        <source>Make room in {folder}, or choose another one: TMPDIR=FOLDER.</source>
        <translation>请在 {folder} 中腾出空间，或指定其他文件夹：TMPDIR=FOLDER。</translation>
    </message>
    <message>
        <source>Make room there for temporary files (TMPDIR), and convert again.</source>
        <translation>请在那里为临时文件（TMPDIR）腾出空间，然后重新转换。</translation>
    </message>
    <message>
        <source>Make room there, or choose another folder.</source>
        <translation>请在该处腾出空间，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>Make room there, or choose another folder: TMPDIR=FOLDER headframe …</source>
        <translation>请腾出空间，或指定其他文件夹：TMPDIR=FOLDER headframe …</translation>
    </message>
    <message>
        <source>Make room there, or set HEADFRAME_HOME to a folder on a larger disk.</source>
        <translation>请在那里腾出空间，或将 HEADFRAME_HOME 设为更大磁盘上的文件夹。</translation>
    </message>
    <message>
        <source>Make room there, then retry.</source>
        <translation>请在该处腾出空间后重试。</translation>
    </message>
    <message>
        <source>Make room, or put the models elsewhere: --folder DIR.</source>
        <translation>请腾出空间，或把模型放到别处：--folder DIR。</translation>
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
        <source>Marathi</source>
        <translation>马拉地文</translation>
    </message>
    <message>
        <source>Markdown is shown by the full preview.</source>
        <translation>Markdown 由完整预览显示。</translation>
    </message>
    <message>
        <source>Markdown only</source>
        <translation>仅 Markdown</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>显存</translation>
    </message>
    <message>
        <source>Memory and load are right all the same.</source>
        <translation>显存和负载的数值仍然准确。</translation>
    </message>
    <message>
        <source>Memory limit per document</source>
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
        <source>MinerU 4 detects the language automatically.</source>
        <translation>MinerU 4 会自行判断语言。</translation>
    </message>
    <message>
        <source>MinerU fetches models that are missing from the network.</source>
        <translation>MinerU 会从网络获取缺少的模型。</translation>
    </message>
    <message>
        <source>MinerU reads scanned pages better. Convert again with MinerU (`--engine mineru`), or install it first (`headframe engine install mineru`).</source>
        <translation>MinerU 识别扫描页的效果更好。可用 MinerU 重新转换（`--engine mineru`），未安装时请先安装（`headframe engine install mineru`）。</translation>
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
        <source>Most often CANN and torch_npu are of different releases: `headframe doctor`.</source>
        <translation>多半是 CANN 与 torch_npu 的版本不一致，请运行 `headframe doctor`。</translation>
    </message>
    <message>
        <source>Move that file away to start with an empty queue.</source>
        <translation>移走该文件，即可从空队列开始。</translation>
    </message>
    <message>
        <source>Moving the models…</source>
        <translation>正在移动模型…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Nepali</source>
        <translation>尼泊尔文</translation>
    </message>
    <message>
        <source>Network is unreachable</source>
        <translation>网络不可达</translation>
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
        <source>No accelerator card was found: it is installed for the processor.</source>
        <translation>未发现加速卡：将为处理器安装。</translation>
    </message>
    <message>
        <source>No card can do this work. {reasons}</source>
        <translation>没有适合此任务的卡。{reasons}</translation>
    </message>
    <message>
        <source>No card is chosen.</source>
        <translation>没有选择加速卡。</translation>
    </message>
    <message>
        <source>No card is suitable for this work. {reasons}</source>
        <translation>没有适合此任务的加速卡。{reasons}</translation>
    </message>
    <message>
        <source>No folder for temporary files can be made in {path} ({reason}).</source>
        <translation>无法在 {path} 中创建临时文件夹（{reason}）。</translation>
    </message>
    <message>
        <source>No hub has listed their checksums, so only their size was checked.</source>
        <translation>没有模型库给出校验和，因此只核对了文件大小。</translation>
    </message>
    <message>
        <source>No index that was asked has a torch for the processor alone. The one for CUDA is installed in its place, which is some GB larger. To avoid that, install from a folder of wheels that holds {wheels}, from {index}.</source>
        <translation>所查询的软件源都没有仅用于处理器的 torch，因此改装 CUDA 版，要多占数 GB。如需避免，请改用 wheel 文件夹安装，其中须有 {wheels}（来自 {index}）。</translation>
    </message>
    <message>
        <source>No installed font has Chinese characters: boxes are drawn in their place.</source>
        <translation>已安装的字体都不含汉字：汉字会显示为方框。</translation>
    </message>
    <message>
        <source>No interpreter was chosen for {engine}.</source>
        <translation>没有为 {engine} 指定解释器。</translation>
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
        <source>No route to host</source>
        <translation>没有到主机的路由</translation>
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
        <source>No space left on device</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有这个文件或文件夹</translation>
    </message>
    <message>
        <source>No window can be opened here.</source>
        <translation>这里无法打开窗口。</translation>
    </message>
    <message>
        <source>No window can be opened here: {reason}.</source>
        <translation>这里无法打开窗口：{reason}。</translation>
    </message>
    <message>
        <source>No {kind} card was found on this machine: the engine has nothing to run on here.</source>
        <translation>本机未发现 {kind} 卡：引擎在这里无卡可用。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Norwegian</source>
        <translation>挪威文</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>不是文件夹</translation>
    </message>
    <message>
        <source>Not answered yet: {hosts}. The others begin.</source>
        <translation>尚未应答：{hosts}。其余主机先开始工作。</translation>
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
        <source>Not saved as {format}: {reason}</source>
        <translation>未能另存为 {format}：{reason}</translation>
    </message>
    <message>
        <source>Note: {text}</source>
        <translation>注意：{text}</translation>
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
        <source>OCR found no legible text on {count} {count:page, shown as a picture|pages, shown as pictures}: {numbers}.</source>
        <translation>OCR 在 {count} 页上没有找到可辨认的文字，这些页以图片显示：{numbers}。</translation>
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
        <source>On {host}: {reason}</source>
        <translation>在 {host} 上：{reason}</translation>
    </message>
    <message>
        <source>One installation runs at a time: wait for it to end, or cancel it there.</source>
        <translation>同一时间只能进行一个安装：请等它结束，或在那里取消它。</translation>
    </message>
    <message>
        <source>One program works on cards of one kind only.</source>
        <translation>一个程序只能使用同一种卡。</translation>
    </message>
    <message>
        <source>Only mineru has tiers: --tier goes with --engine mineru or auto.</source>
        <translation>只有 mineru 有档位：--tier 须与 --engine mineru 或 auto 同用。</translation>
    </message>
    <message>
        <source>Only on pages without text</source>
        <translation>仅当页面没有自带文本时</translation>
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
        <source>Other cards go on where there are some.</source>
        <translation>如有其他卡，会继续工作。</translation>
    </message>
    <message>
        <source>Other languages in Arabic script</source>
        <translation>其他使用阿拉伯字母的语言</translation>
    </message>
    <message>
        <source>Other languages in Cyrillic script</source>
        <translation>其他使用西里尔字母的语言</translation>
    </message>
    <message>
        <source>Other languages in Devanagari script</source>
        <translation>其他使用天城文的语言</translation>
    </message>
    <message>
        <source>Other languages in Latin script</source>
        <translation>其他使用拉丁字母的语言</translation>
    </message>
    <message>
        <source>Output folder</source>
        <translation>输出文件夹</translation>
    </message>
    <message>
        <source>Outside {variable}={value}, which was set before Headframe started.</source>
        <translation>不在 {variable}={value} 的范围内，该变量在 Headframe 启动前已设置。</translation>
    </message>
    <message>
        <source>PDFs in {folder}: {count}, all of them hidden: their names, or their folders&apos;, begin with a dot or ~$, or are those of a recycle bin. `--hidden` takes them, too.</source>
        <translation>{folder} 中的 PDF：{count} 个，均为隐藏文件：其名称或所在文件夹的名称以点或 ~$ 开头，或属于回收站。`--hidden` 也会包含它们。</translation>
    </message>
    <message>
        <source>PDFs in {folder}: {count}. --include, --exclude, --max-depth leave out all of them. `--dry-run` shows what other patterns would take.</source>
        <translation>{folder} 中有 {count} 个 PDF，但 --include、--exclude、--max-depth 把它们全部排除了。可用 `--dry-run` 查看其他规则会选中哪些文件。</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页码</translation>
    </message>
    <message>
        <source>Part of what npu-smi printed cannot be read ({count}): {first}</source>
        <translation>npu-smi 的部分输出无法识别（{count} 处）：{first}</translation>
    </message>
    <message>
        <source>Password for {name} (Enter to skip):</source>
        <translation>{name} 的密码（按 Enter 跳过）：</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>权限不足</translation>
    </message>
    <message>
        <source>Persian</source>
        <translation>波斯文</translation>
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
        <source>Pick another card, or wait until that one is done.</source>
        <translation>请选择其他卡，或等待对方完成。</translation>
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
        <source>Polish</source>
        <translation>波兰文</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>葡萄牙文</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>功耗</translation>
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
        <source>Processes</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>配置方案</translation>
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
        <source>Put the models into a folder that you may write to: --folder DIR.</source>
        <translation>请把模型放到您有写权限的文件夹：--folder DIR。</translation>
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
        <source>Raise it (`ulimit -t unlimited`), or convert fewer pages at a time.</source>
        <translation>请调高它（`ulimit -t unlimited`），或减少一次转换的页数。</translation>
    </message>
    <message>
        <source>Ray Client is not installed here.</source>
        <translation>本机未安装 Ray Client。</translation>
    </message>
    <message>
        <source>Ray could not be installed: {line}</source>
        <translation>无法安装 Ray：{line}</translation>
    </message>
    <message>
        <source>Ray did not connect to {address}.</source>
        <translation>Ray 未能连接到 {address}。</translation>
    </message>
    <message>
        <source>Ray has ended there</source>
        <translation>该主机上的 Ray 已结束</translation>
    </message>
    <message>
        <source>Ray is not installed here, and a cluster is reached through it.</source>
        <translation>本机未安装 Ray，而连接集群需要它。</translation>
    </message>
    <message>
        <source>Read text from pictures (OCR)</source>
        <translation>识别图片中的文字（OCR）</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>文件系统为只读</translation>
    </message>
    <message>
        <source>Reading scans takes much longer than reading text.</source>
        <translation>识别扫描件比读取文本慢得多。</translation>
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
        <source>Reinstall it: `headframe engine install magic-pdf`.</source>
        <translation>请重新安装：`headframe engine install magic-pdf`。</translation>
    </message>
    <message>
        <source>Reinstall it: `headframe engine install mineru`.</source>
        <translation>请重新安装：`headframe engine install mineru`。</translation>
    </message>
    <message>
        <source>Reinstall the driver if cards misbehave.</source>
        <translation>若加速卡工作异常，请重新安装驱动。</translation>
    </message>
    <message>
        <source>Reinstall them: `headframe engine install {engine}`.</source>
        <translation>请重新安装：`headframe engine install {engine}`。</translation>
    </message>
    <message>
        <source>Removing what a broken installation left…</source>
        <translation>正在删除上次中断的安装留下的文件…</translation>
    </message>
    <message>
        <source>Replace</source>
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
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Romanian</source>
        <translation>罗马尼亚文</translation>
    </message>
    <message>
        <source>Run `headframe engine install {engine}` first; or take the models from a folder: `headframe engine models {engine} --import DIR`.</source>
        <translation>请先运行 `headframe engine install {engine}`；或从文件夹导入模型：`headframe engine models {engine} --import DIR`。</translation>
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
        <source>Russian</source>
        <translation>俄文</translation>
    </message>
    <message>
        <source>Save it again with the program that made it.</source>
        <translation>请用生成它的程序重新保存。</translation>
    </message>
    <message>
        <source>Save result folders as one file each.</source>
        <translation>将每个结果文件夹保存为一个文件。</translation>
    </message>
    <message>
        <source>Save the document to a file first.</source>
        <translation>请先将文档保存为文件。</translation>
    </message>
    <message>
        <source>Save them in</source>
        <translation>保存位置</translation>
    </message>
    <message>
        <source>See its health with `headframe cards`, and the kernel&apos;s log with `dmesg`.</source>
        <translation>请用 `headframe cards` 查看其健康状态，用 `dmesg` 查看内核日志。</translation>
    </message>
    <message>
        <source>See the log.</source>
        <translation>请查看日志。</translation>
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
        <source>Set HTTPS_PROXY if there is a proxy, or choose a mirror: --from URL. Without a network: --recipe says how to fetch the models elsewhere, --import takes them.</source>
        <translation>如有代理请设置 HTTPS_PROXY，或指定镜像：--from URL。没有网络时：--recipe 说明如何在别处下载模型，--import 把它们导入。</translation>
    </message>
    <message>
        <source>Set RAY_AUTH_MODE=token, and RAY_AUTH_TOKEN or RAY_AUTH_TOKEN_PATH to the token that the cluster was started with.</source>
        <translation>请设置 RAY_AUTH_MODE=token，并将 RAY_AUTH_TOKEN 或 RAY_AUTH_TOKEN_PATH 设为启动集群时所用的令牌。</translation>
    </message>
    <message>
        <source>Set {variable} to another folder.</source>
        <translation>请在变量 {variable} 中指定其他文件夹。</translation>
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
        <source>Sizes are not known: {why}</source>
        <translation>大小未知：{why}</translation>
    </message>
    <message>
        <source>Skip if unchanged, otherwise keep both</source>
        <translation>若无变化则跳过，否则另存一份新结果</translation>
    </message>
    <message>
        <source>Skip if unchanged, otherwise replace</source>
        <translation>若无变化则跳过，否则替换原有结果</translation>
    </message>
    <message>
        <source>Slovak</source>
        <translation>斯洛伐克文</translation>
    </message>
    <message>
        <source>Slovenian</source>
        <translation>斯洛文尼亚文</translation>
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
        <source>Spanish</source>
        <translation>西班牙文</translation>
    </message>
    <message>
        <source>Stale file handle</source>
        <translation>文件句柄已失效</translation>
    </message>
    <message>
        <source>Start Headframe with packaging/run, which installs it the first time, or install the extra: pip install &apos;headframe[cluster]&apos;.</source>
        <translation>请用 packaging/run 启动 Headframe，首次使用时会自动安装；或安装附加组件：pip install &apos;headframe[cluster]&apos;。</translation>
    </message>
    <message>
        <source>Start Ray on its hosts: `ray start --address HEAD:6379`.</source>
        <translation>请在各主机上启动 Ray：`ray start --address HEAD:6379`。</translation>
    </message>
    <message>
        <source>Start Ray there again: `ray start --address HEAD:6379`.</source>
        <translation>请在这些主机上重新启动 Ray：`ray start --address HEAD:6379`。</translation>
    </message>
    <message>
        <source>Start it through Headframe, which hides other cards from it, or install a torch for the CPU alone: `headframe engine install NAME --device npu --wheels DIR`.</source>
        <translation>请通过 Headframe 启动（它会对其隐藏其他加速卡），或安装仅支持 CPU 的 torch：`headframe engine install NAME --device npu --wheels DIR`。</translation>
    </message>
    <message>
        <source>Start one (`ray start --head`), join one (`ray start --address HEAD:6379`), or choose one: --cluster HOST:6379 on one of its hosts, ray://HOST:10001 elsewhere.</source>
        <translation>请启动一个集群（`ray start --head`）、加入一个集群（`ray start --address HEAD:6379`），或指明一个：在集群主机上用 --cluster HOST:6379，在其他机器上用 ray://HOST:10001。</translation>
    </message>
    <message>
        <source>Start the engine through Headframe, which pins it to a card.</source>
        <translation>请通过 Headframe 启动引擎，由它绑定到卡上。</translation>
    </message>
    <message>
        <source>Started {started}, finished {finished}</source>
        <translation>开始于 {started}，结束于 {finished}</translation>
    </message>
    <message>
        <source>Started {started}, not finished</source>
        <translation>开始于 {started}，尚未结束</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Stay awake while converting</source>
        <translation>转换时保持唤醒</translation>
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
        <source>Swedish</source>
        <translation>瑞典文</translation>
    </message>
    <message>
        <source>Switch OCR on (--ocr auto).</source>
        <translation>请打开 OCR（--ocr auto）。</translation>
    </message>
    <message>
        <source>System libraries are missing: {libraries}.</source>
        <translation>缺少系统库：{libraries}。</translation>
    </message>
    <message>
        <source>TLS authority</source>
        <translation>TLS 颁发机构证书</translation>
    </message>
    <message>
        <source>TLS certificate</source>
        <translation>TLS 证书</translation>
    </message>
    <message>
        <source>TLS key</source>
        <translation>TLS 私钥</translation>
    </message>
    <message>
        <source>TLS needs three files: a certificate, its key, and the authority&apos;s.</source>
        <translation>TLS 需要三个文件：证书、私钥，以及颁发机构的证书。</translation>
    </message>
    <message>
        <source>Take the models from a machine that has them: --import DIR; or another hub.</source>
        <translation>请从有这些模型的机器导入：--import DIR；或换另一个模型站。</translation>
    </message>
    <message>
        <source>Tamil</source>
        <translation>泰米尔文</translation>
    </message>
    <message>
        <source>Tell me when everything is done</source>
        <translation>全部完成时通知我</translation>
    </message>
    <message>
        <source>Telugu</source>
        <translation>泰卢固文</translation>
    </message>
    <message>
        <source>Temp</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>正在试运行。</translation>
    </message>
    <message>
        <source>Text that does not show on its page was left out: pages {pages}.</source>
        <translation>页面上看不见的文字未收入结果：第 {pages} 页。</translation>
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
        <source>The Markdown was changed after the conversion: {count} of {total} places on the page no longer {count:fits and is|fit and are} left out.</source>
        <translation>转换后 Markdown 被修改过：{total} 处页面位置中有 {count} 处已对不上，不再显示。</translation>
    </message>
    <message>
        <source>The NVIDIA driver and the CUDA of the engine&apos;s torch do not fit each other.</source>
        <translation>NVIDIA 驱动与引擎所用 torch 的 CUDA 不匹配。</translation>
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
        <source>The OCR part of this installation is missing or damaged; the worker&apos;s log says what. Install Headframe again, or choose the engine magic-pdf or mineru.</source>
        <translation>此安装的 OCR 部分缺失或已损坏，详情见工作进程的日志。请重新安装 Headframe，或选择引擎 magic-pdf 或 mineru。</translation>
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
        <source>The card with the most room</source>
        <translation>空闲显存最多的卡</translation>
    </message>
    <message>
        <source>The cards of {host} cannot be read: {reason}.</source>
        <translation>无法读取 {host} 的卡：{reason}。</translation>
    </message>
    <message>
        <source>The choice cannot be removed: {error}</source>
        <translation>无法移除该选择：{error}</translation>
    </message>
    <message>
        <source>The choice cannot be saved: {error}</source>
        <translation>无法保存该选择：{error}</translation>
    </message>
    <message>
        <source>The cluster at {address} does not accept the token.</source>
        <translation>位于 {address} 的集群不接受此令牌。</translation>
    </message>
    <message>
        <source>The cluster at {address} does not answer ({reason}).</source>
        <translation>位于 {address} 的集群没有应答（{reason}）。</translation>
    </message>
    <message>
        <source>The cluster at {address} has no host.</source>
        <translation>位于 {address} 的集群没有主机。</translation>
    </message>
    <message>
        <source>The cluster at {address} runs Ray {ray_there} under Python {python_there}, and this Headframe has Ray {ray_here} under Python {python_here}: they do not match.</source>
        <translation>位于 {address} 的集群运行 Ray {ray_there}（Python {python_there}），而此 Headframe 使用 Ray {ray_here}（Python {python_here}）：两者不匹配。</translation>
    </message>
    <message>
        <source>The cluster does not answer: its documents wait, and go on when it is back.</source>
        <translation>集群没有应答：其文档会等待，恢复后继续。</translation>
    </message>
    <message>
        <source>The cluster does not answer: {reason}.</source>
        <translation>集群没有应答：{reason}。</translation>
    </message>
    <message>
        <source>The cluster is back: its documents go on.</source>
        <translation>集群已恢复：其文档继续转换。</translation>
    </message>
    <message>
        <source>The cluster is lost: {reason}</source>
        <translation>集群已失联：{reason}</translation>
    </message>
    <message>
        <source>The connection broke off while {what} was fetched.</source>
        <translation>下载 {what} 时连接中断。</translation>
    </message>
    <message>
        <source>The connection to the cluster cannot be made here: {reason}.</source>
        <translation>无法在本机建立到集群的连接：{reason}。</translation>
    </message>
    <message>
        <source>The connection to {address} was cancelled.</source>
        <translation>已取消与 {address} 的连接。</translation>
    </message>
    <message>
        <source>The connection to {host} is lost.</source>
        <translation>与 {host} 的连接已断开。</translation>
    </message>
    <message>
        <source>The disk is full: {what} was not written whole.</source>
        <translation>磁盘已满：{what} 未能完整写入。</translation>
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
        <source>The document has {pages} {pages:page|pages}, so there is no page {page}.</source>
        <translation>文档共 {pages} 页，没有第 {page} 页。</translation>
    </message>
    <message>
        <source>The drive of {folder} is not there.</source>
        <translation>找不到 {folder} 所在的磁盘。</translation>
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
        <source>The driver hangs or is heavily loaded; Headframe asks again automatically.</source>
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
        <translation>驱动报告其健康状态为“{health}”。</translation>
    </message>
    <message>
        <source>The driver reports no UUID, so no process can be pinned to it.</source>
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
        <source>The engine {engine} is being installed.</source>
        <translation>引擎 {engine} 正在安装。</translation>
    </message>
    <message>
        <source>The engine {engine} is not installed, and its own packages fetch its models.</source>
        <translation>引擎 {engine} 尚未安装，而模型要由它自己的软件包下载。</translation>
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
        <source>The engine&apos;s process was ended: this session limits a process to {seconds} s of CPU time (`ulimit -t`).</source>
        <translation>引擎进程被终止：此会话将每个进程的 CPU 时间限制为 {seconds} 秒（`ulimit -t`）。</translation>
    </message>
    <message>
        <source>The engine&apos;s process was killed; most often memory had run out.</source>
        <translation>引擎进程被强行终止，多半是因为内存耗尽。</translation>
    </message>
    <message>
        <source>The engine&apos;s torch was not built for a card like {card}.</source>
        <translation>引擎的 torch 不支持 {card} 这样的卡。</translation>
    </message>
    <message>
        <source>The engines in {path} cannot be read: {error}.</source>
        <translation>无法读取 {path} 中的引擎：{error}。</translation>
    </message>
    <message>
        <source>The environment cannot be made: {error}</source>
        <translation>无法创建环境：{error}</translation>
    </message>
    <message>
        <source>The export ended before its time. The log says more.</source>
        <translation>导出提前中断，详情见日志。</translation>
    </message>
    <message>
        <source>The export took too long and was ended.</source>
        <translation>导出耗时过长，已中止。</translation>
    </message>
    <message>
        <source>The file cluster.log among Headframe&apos;s logs has the details.</source>
        <translation>详情见 Headframe 日志中的 cluster.log 文件。</translation>
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
        <source>The folder has a torch for the CPU alone: CUDA&apos;s libraries are left out.</source>
        <translation>该文件夹中的 torch 仅支持 CPU：不安装 CUDA 的库。</translation>
    </message>
    <message>
        <source>The folder named for the models of {engine} was not found: {folder}.</source>
        <translation>没有找到为 {engine} 指定的模型文件夹：{folder}。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be read: {reason}.</source>
        <translation>文件夹 {folder} 无法读取：{reason}。</translation>
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
        <source>The folder {path} cannot be written: {error}. Make room, or choose another folder with HEADFRAME_HOME.</source>
        <translation>无法写入文件夹 {path}：{error}。请腾出空间，或在 HEADFRAME_HOME 中指定其他文件夹。</translation>
    </message>
    <message>
        <source>The fonts of {name} hide its text: what is there is no language.</source>
        <translation>{name} 的字体使文本不可读：其中的文字不成语言。</translation>
    </message>
    <message>
        <source>The hub has not answered within {seconds} s.</source>
        <translation>模型库在 {seconds} 秒内没有应答。</translation>
    </message>
    <message>
        <source>The installation of {engine} was broken off.</source>
        <translation>{engine} 的安装被中断了。</translation>
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
        <source>The last run was broken off: without --retry-failed, a run carries on with the rest.</source>
        <translation>上次运行中途中断：不带 --retry-failed 运行会接着处理其余文档。</translation>
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
        <source>The machine does not go to sleep by itself. Needs systemd.</source>
        <translation>期间机器不会自动睡眠。需要 systemd。</translation>
    </message>
    <message>
        <source>The memory of this machine did not suffice to read {count} {count:page by OCR; it is shown as a picture|pages by OCR; they are shown as pictures}: {numbers}. Close other programs or convert with fewer workers, then convert again.</source>
        <translation>本机内存不足，{count} 页未能用 OCR 识别，以图片显示：{numbers}。请关闭其他程序或减少工作进程数，然后重新转换。</translation>
    </message>
    <message>
        <source>The memory of this machine ran out, not that of a card.</source>
        <translation>用尽的是本机内存，不是卡的显存。</translation>
    </message>
    <message>
        <source>The memory of {card} rose by {rise} MB while process {pid} loaded its models.</source>
        <translation>进程 {pid} 加载模型时，{card} 的显存增加了 {rise} MB。</translation>
    </message>
    <message>
        <source>The models cannot be looked at: {why}.</source>
        <translation>无法查看模型：{why}。</translation>
    </message>
    <message>
        <source>The models of {engine} were not found on this machine.</source>
        <translation>本机没有找到 {engine} 的模型。</translation>
    </message>
    <message>
        <source>The output cannot be written: {reason}.</source>
        <translation>无法写入输出：{reason}。</translation>
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
        <source>The password file {path} cannot be read: {reason}.</source>
        <translation>无法读取密码文件 {path}：{reason}。</translation>
    </message>
    <message>
        <source>The password file {path} has no password in its first line.</source>
        <translation>密码文件 {path} 的首行没有密码。</translation>
    </message>
    <message>
        <source>The plain preview is used: the full one lacks {libraries}.</source>
        <translation>使用简易预览：完整预览缺少 {libraries}。</translation>
    </message>
    <message>
        <source>The plain preview is used; formulas are shown as their source.</source>
        <translation>使用简易预览；公式以源码显示。</translation>
    </message>
    <message>
        <source>The plan failed: {why}.</source>
        <translation>无法确定安装内容：{why}。</translation>
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
        <source>The profiles in {path} were written by a newer Headframe. Update Headframe, or move that file away.</source>
        <translation>{path} 中的配置方案由更新版本的 Headframe 写入。请更新 Headframe，或移走该文件。</translation>
    </message>
    <message>
        <source>The queue is kept, and goes on with the next window.</source>
        <translation>队列已保存，下次打开窗口时继续。</translation>
    </message>
    <message>
        <source>The queue {path} cannot be read: {error}.</source>
        <translation>无法读取队列 {path}：{error}。</translation>
    </message>
    <message>
        <source>The queue {path} cannot be used: {error}. Check the disk&apos;s space and the folder&apos;s permissions.</source>
        <translation>队列 {path} 无法使用：{error}。请检查磁盘空间和文件夹权限。</translation>
    </message>
    <message>
        <source>The queue {path} was written by a newer Headframe.</source>
        <translation>队列 {path} 由更新版本的 Headframe 写入。</translation>
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
        <source>The run ended before its turn came.</source>
        <translation>尚未轮到它，运行就结束了。</translation>
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
        <source>The settings {path} cannot be read: {error}.</source>
        <translation>无法读取设置 {path}：{error}。</translation>
    </message>
    <message>
        <source>The shared memory of this machine (/dev/shm) is full.</source>
        <translation>本机的共享内存（/dev/shm）已满。</translation>
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
        <source>The tier {tier} of MinerU needs its vision-language model, which is not there.</source>
        <translation>MinerU 的档位 {tier} 需要视觉语言模型，但这里没有。</translation>
    </message>
    <message>
        <source>The versions of the cards&apos; driver and firmware do not match.</source>
        <translation>卡的驱动与固件版本不匹配。</translation>
    </message>
    <message>
        <source>The window is not installed here: install the package `headframe`, which needs Qt. `headframe convert` and the other commands work without it.</source>
        <translation>此处未安装窗口：请安装软件包 `headframe`，它需要 Qt。`headframe convert` 等命令不需要窗口。</translation>
    </message>
    <message>
        <source>The window is not installed; the package `headframe` brings it.</source>
        <translation>未安装窗口；软件包 `headframe` 提供它。</translation>
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
        <source>The working folder no longer exists: change to another one (`cd ~`).</source>
        <translation>当前工作文件夹已不存在：请切换到其他文件夹（`cd ~`）。</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
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
        <source>There is no Ray cluster on this machine.</source>
        <translation>本机上没有 Ray 集群。</translation>
    </message>
    <message>
        <source>There is no card &apos;{key}&apos; here.</source>
        <translation>这里没有加速卡“{key}”。</translation>
    </message>
    <message>
        <source>There is no card &apos;{key}&apos; in the cluster.</source>
        <translation>集群中没有加速卡“{key}”。</translation>
    </message>
    <message>
        <source>There is no card {key} here.</source>
        <translation>这里没有加速卡 {key}。</translation>
    </message>
    <message>
        <source>There is no command &apos;{word}&apos;. Did you mean `headframe {meant}`?</source>
        <translation>没有命令 “{word}”。是否想用 `headframe {meant}`？</translation>
    </message>
    <message>
        <source>There is no display here.</source>
        <translation>这里没有显示器。</translation>
    </message>
    <message>
        <source>There is no earlier run with these paths and this output folder. Leave out --retry-failed.</source>
        <translation>没有使用这些路径和此输出文件夹的先前运行。请去掉 --retry-failed。</translation>
    </message>
    <message>
        <source>There is no group {group}.</source>
        <translation>没有 {group} 组。</translation>
    </message>
    <message>
        <source>There is no host &apos;{host}&apos; in the cluster.</source>
        <translation>集群中没有主机“{host}”。</translation>
    </message>
    <message>
        <source>There is no npu-smi at {program}.</source>
        <translation>{program} 处没有 npu-smi。</translation>
    </message>
    <message>
        <source>There is no option {name}. See `headframe --help`.</source>
        <translation>没有选项 {name}。请参阅 `headframe --help`。</translation>
    </message>
    <message>
        <source>There is no profile {name}, and no other one.</source>
        <translation>没有配置方案 {name}，也没有其他配置方案。</translation>
    </message>
    <message>
        <source>There is no profile {name}. There are: {known}.</source>
        <translation>没有配置方案 {name}。现有：{known}。</translation>
    </message>
    <message>
        <source>There is no room on {hosts}.</source>
        <translation>{hosts} 上没有可用空间。</translation>
    </message>
    <message>
        <source>There is no text on these pages.</source>
        <translation>这些页上没有文本。</translation>
    </message>
    <message>
        <source>There is nothing to try again: what failed has a result by now, or is no longer there.</source>
        <translation>没有需要重试的文档：失败的文档已有结果，或已不存在。</translation>
    </message>
    <message>
        <source>There was not enough memory for this document.</source>
        <translation>内存不足以处理此文档。</translation>
    </message>
    <message>
        <source>They are kept aside, and the defaults hold.</source>
        <translation>该文件会另存备份，改用默认设置。</translation>
    </message>
    <message>
        <source>They cannot be chosen. Run `npu-smi info` in a terminal to see all that it says.</source>
        <translation>它们无法选用。请在终端运行 `npu-smi info` 查看全部输出。</translation>
    </message>
    <message>
        <source>They go to {folder}; {free} are free there.</source>
        <translation>将存放到 {folder}；该处剩余 {free}。</translation>
    </message>
    <message>
        <source>This PDF is a portfolio: the documents in it were not converted. Take them out with a PDF program, and add them: {names}.</source>
        <translation>此 PDF 是一个文件包，其中的文档没有被转换。请用 PDF 程序将它们取出后再添加：{names}。</translation>
    </message>
    <message>
        <source>This card does not support the query.</source>
        <translation>这张卡不支持该查询。</translation>
    </message>
    <message>
        <source>This could not be checked: {error}.</source>
        <translation>无法检查此项：{error}。</translation>
    </message>
    <message>
        <source>This document has to be read by OCR, and the tier flash of MinerU has none.</source>
        <translation>此文档需要 OCR，而 MinerU 的 flash 档没有 OCR。</translation>
    </message>
    <message>
        <source>This is an XFA form, whose pages only Adobe&apos;s programs can build: what stands here is the page that says so. Print it to a PDF there, and convert that.</source>
        <translation>这是 XFA 表单，只有 Adobe 的程序能生成它的页面；这里的内容只是说明这一点的那一页。请在该程序中打印为 PDF，再转换。</translation>
    </message>
    <message>
        <source>This kernel has memory pages of {size} KB, on which the full preview cannot run.</source>
        <translation>此内核的内存页为 {size} KB，无法运行完整预览。</translation>
    </message>
    <message>
        <source>This machine cannot be put to sleep from here: systemd&apos;s logind does not answer.</source>
        <translation>无法从这里让本机睡眠：systemd 的 logind 没有响应。</translation>
    </message>
    <message>
        <source>This machine may not be put to sleep by this user, or cannot sleep.</source>
        <translation>当前用户无权让本机睡眠，或本机不支持睡眠。</translation>
    </message>
    <message>
        <source>This release of the system does not have them.</source>
        <translation>此系统版本没有提供它们。</translation>
    </message>
    <message>
        <source>This result cannot be shown. The log says more.</source>
        <translation>无法显示此结果，详情见日志。</translation>
    </message>
    <message>
        <source>This tier needs no models.</source>
        <translation>此档位不需要模型。</translation>
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
        <source>This user has no home folder here: set HEADFRAME_HOME to a folder for settings, logs and engines, or HOME.</source>
        <translation>此用户在这里没有主文件夹：请将 HEADFRAME_HOME 设为存放设置、日志和引擎的文件夹，或设置 HOME。</translation>
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
        <source>Tier of MinerU</source>
        <translation>MinerU 档位</translation>
    </message>
    <message>
        <source>Tiers: {tiers}.</source>
        <translation>可用档位：{tiers}。</translation>
    </message>
    <message>
        <source>Time limit per document</source>
        <translation>单个文档的时间上限</translation>
    </message>
    <message>
        <source>Token file</source>
        <translation>令牌文件</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>打开的文件过多</translation>
    </message>
    <message>
        <source>Too many processes work on {card} (error {code}).</source>
        <translation>{card} 上的进程过多（错误码 {code}）。</translation>
    </message>
    <message>
        <source>Transport endpoint is not connected</source>
        <translation>传输端点未连接</translation>
    </message>
    <message>
        <source>Try again when less runs on it, or pick another card.</source>
        <translation>请等其负载降低后重试，或换一张卡。</translation>
    </message>
    <message>
        <source>Try again: it continues where it stopped.</source>
        <translation>请重试：会从中断处继续。</translation>
    </message>
    <message>
        <source>Try again: it goes on with this file. If it happens again, a mirror or a proxy changes it: try the other hub, --from modelscope.</source>
        <translation>请重试：会从这个文件继续。如果再次出现，说明镜像或代理改动了它：请换另一个模型站，--from modelscope。</translation>
    </message>
    <message>
        <source>Try again; if it ends so again, install the engine again.</source>
        <translation>请重试；如果仍然这样结束，请重新安装引擎。</translation>
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
        <source>Try the other hub: --from huggingface, or a mirror: --from URL.</source>
        <translation>请换另一个模型站：--from huggingface，或使用镜像：--from URL。</translation>
    </message>
    <message>
        <source>Try the other hub: --from modelscope, or a mirror: --from URL.</source>
        <translation>请换另一个模型站：--from modelscope，或使用镜像：--from URL。</translation>
    </message>
    <message>
        <source>Turkish</source>
        <translation>土耳其文</translation>
    </message>
    <message>
        <source>Turned off by HEADFRAME_DCMI.</source>
        <translation>已由 HEADFRAME_DCMI 关闭。</translation>
    </message>
    <message>
        <source>Ukrainian</source>
        <translation>乌克兰文</translation>
    </message>
    <message>
        <source>Unpacking everything; this takes a minute or two.</source>
        <translation>正在解包，需要一两分钟。</translation>
    </message>
    <message>
        <source>Unset it, or take the models from a folder: --import DIR.</source>
        <translation>请取消该设置，或从文件夹导入模型：--import DIR。</translation>
    </message>
    <message>
        <source>Update Headframe, or choose another home in the variable HEADFRAME_HOME.</source>
        <translation>请更新 Headframe，或用变量 HEADFRAME_HOME 指定其他数据文件夹。</translation>
    </message>
    <message>
        <source>Update the driver, and restart the machine after it, or install an older torch.</source>
        <translation>请更新驱动并重启机器，或安装较旧的 torch。</translation>
    </message>
    <message>
        <source>Urdu</source>
        <translation>乌尔都文</translation>
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
        <source>Version</source>
        <translation>版本</translation>
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
        <source>Vietnamese</source>
        <translation>越南文</translation>
    </message>
    <message>
        <source>Wait for it to end, then try again.</source>
        <translation>请等它结束后重试。</translation>
    </message>
    <message>
        <source>Wait for it to end.</source>
        <translation>请等它结束。</translation>
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
        <source>Warning</source>
        <translation>一般告警</translation>
    </message>
    <message>
        <source>What goes there waits, and resumes automatically.</source>
        <translation>写往该处的文档会等待，之后自动继续。</translation>
    </message>
    <message>
        <source>When a card&apos;s memory is full</source>
        <translation>卡的显存不够时</translation>
    </message>
    <message>
        <source>When a document is done, its result is saved in these formats, too.</source>
        <translation>文档完成后，结果也会保存为这些格式。</translation>
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
        <source>Without a result</source>
        <translation>没有结果的文档</translation>
    </message>
    <message>
        <source>Without a sub-command, `headframe [FILES or FOLDERS…]` opens the window.</source>
        <translation>不带子命令时，`headframe [文件或文件夹…]` 打开窗口。</translation>
    </message>
    <message>
        <source>Without {names}, whose size is not known.</source>
        <translation>不含 {names}，其大小未知。</translation>
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
        <source>Worked on</source>
        <translation>实际使用的卡</translation>
    </message>
    <message>
        <source>Write all of it: http:// or https://, the machine, and its port if it has one.</source>
        <translation>请写完整：http:// 或 https://、主机名，以及端口（如有）。</translation>
    </message>
    <message>
        <source>`headframe cards` says what the driver reports about it; choose another card.</source>
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
        <source>`headframe convert` works without a window.</source>
        <translation>`headframe convert` 无需窗口即可使用。</translation>
    </message>
    <message>
        <source>`headframe convert` works without one.</source>
        <translation>`headframe convert` 无需窗口即可使用。</translation>
    </message>
    <message>
        <source>`headframe doctor --cluster ADDRESS` looks at each host.</source>
        <translation>`headframe doctor --cluster ADDRESS` 会检查每台主机。</translation>
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
        <source>`headframe engine models {engine} --get` fetches them, `--import DIR` takes them from a folder, `--recipe` says how to fetch them elsewhere. Or choose a folder that has them: `headframe engine use {engine} --models FOLDER`.</source>
        <translation>`headframe engine models {engine} --get` 下载模型，`--import DIR` 从文件夹导入，`--recipe` 说明如何在别处下载。也可以指定存放模型的文件夹：`headframe engine use {engine} --models FOLDER`。</translation>
    </message>
    <message>
        <source>`headframe engine models {engine} --get` fetches them; `--recipe` says how to do that on another machine.</source>
        <translation>`headframe engine models {engine} --get` 下载模型；`--recipe` 说明如何在另一台机器上下载。</translation>
    </message>
    <message>
        <source>`headframe engine models {engine} --recipe` says how to fetch and pack them.</source>
        <translation>`headframe engine models {engine} --recipe` 说明如何下载并打包。</translation>
    </message>
    <message>
        <source>`headframe engine models {engine}` lists those of {folder}: `--get` fetches what is missing, `--import DIR` takes it from a folder, `--recipe` says how to fetch it elsewhere. Or choose another folder: `headframe engine use {engine} --models FOLDER`.</source>
        <translation>`headframe engine models {engine}` 列出 {folder} 中的模型：`--get` 下载缺少的，`--import DIR` 从文件夹导入，`--recipe` 说明如何在别处下载。也可以指定其他文件夹：`headframe engine use {engine} --models FOLDER`。</translation>
    </message>
    <message>
        <source>a GIF picture</source>
        <translation>一张 GIF 图片</translation>
    </message>
    <message>
        <source>a JPEG picture</source>
        <translation>一张 JPEG 图片</translation>
    </message>
    <message>
        <source>a PDF or a folder</source>
        <translation>PDF 或文件夹</translation>
    </message>
    <message>
        <source>a PNG picture</source>
        <translation>一张 PNG 图片</translation>
    </message>
    <message>
        <source>a PostScript file</source>
        <translation>一个 PostScript 文件</translation>
    </message>
    <message>
        <source>a TIFF picture</source>
        <translation>一张 TIFF 图片</translation>
    </message>
    <message>
        <source>a ZIP or Office file</source>
        <translation>一个 ZIP 或 Office 文件</translation>
    </message>
    <message>
        <source>a card&apos;s memory is too small for a document: another of the cards of --card does it, or any card that is not reserved and has more room, or none (default: chosen)</source>
        <translation>卡的显存不够处理某个文档时：改用 --card 中的另一张卡（chosen），或任何未预留且空间更大的卡（any），或不再尝试（stop）（默认：chosen）</translation>
    </message>
    <message>
        <source>a key of `headframe cards` (default: auto)</source>
        <translation>`headframe cards` 列出的键（默认：auto）</translation>
    </message>
    <message>
        <source>a memory limit must be more than 0 MB</source>
        <translation>内存上限必须大于 0 MB</translation>
    </message>
    <message>
        <source>a path may not be empty</source>
        <translation>路径不能为空</translation>
    </message>
    <message>
        <source>a path may not hold a null character</source>
        <translation>路径不能含有空字符</translation>
    </message>
    <message>
        <source>a pattern may not be empty</source>
        <translation>模式不能为空</translation>
    </message>
    <message>
        <source>a result folder</source>
        <translation>结果文件夹</translation>
    </message>
    <message>
        <source>a time limit must be more than 0 seconds</source>
        <translation>时间上限必须大于 0 秒</translation>
    </message>
    <message>
        <source>a web page</source>
        <translation>一个网页</translation>
    </message>
    <message>
        <source>about {hours} h left</source>
        <translation>约剩 {hours} 小时</translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation>约剩 {minutes} 分钟</translation>
    </message>
    <message>
        <source>advanced: the vision-language model finds layout, too</source>
        <translation>advanced：版面也由视觉语言模型识别</translation>
    </message>
    <message>
        <source>ambiguous option: %(option)s could match %(matches)s</source>
        <translation>选项不明确：%(option)s 可能是 %(matches)s</translation>
    </message>
    <message>
        <source>an RTF file</source>
        <translation>一个 RTF 文件</translation>
    </message>
    <message>
        <source>an old Office file</source>
        <translation>一个旧版 Office 文件</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 个</translation>
    </message>
    <message>
        <source>argument %(argument_name)s: %(message)s</source>
        <translation>参数 %(argument_name)s：%(message)s</translation>
    </message>
    <message>
        <source>as --password, read from the first line of FILE (-: of stdin), so that `ps` does not show it</source>
        <translation>同 --password，从 FILE 的首行读取（- 表示标准输入），以免出现在 `ps` 中</translation>
    </message>
    <message>
        <source>as one JSON object</source>
        <translation>输出为一个 JSON 对象</translation>
    </message>
    <message>
        <source>aside</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>assigned</source>
        <translation>分配的卡</translation>
    </message>
    <message>
        <source>auto, cpu, or keys of `headframe cards`, separated by commas (default: auto)</source>
        <translation>auto、cpu，或 `headframe cards` 列出的键，用逗号分隔（默认：auto）</translation>
    </message>
    <message>
        <source>auto, flash, magic-pdf or mineru (default: the best that is ready)</source>
        <translation>auto、flash、magic-pdf 或 mineru（默认：已就绪的最佳引擎）</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>basic: small models for layout, OCR, formulas, tables</source>
        <translation>basic：版面、OCR、公式、表格的小模型</translation>
    </message>
    <message>
        <source>beside each document</source>
        <translation>各文档旁边</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>card</source>
        <translation>加速卡</translation>
    </message>
    <message>
        <source>card&apos;s memory after, MB</source>
        <translation>之后的显存占用（MB）</translation>
    </message>
    <message>
        <source>card&apos;s memory before, MB</source>
        <translation>之前的显存占用（MB）</translation>
    </message>
    <message>
        <source>convert PDFs, and folders of PDFs</source>
        <translation>转换 PDF 及 PDF 文件夹</translation>
    </message>
    <message>
        <source>convert a page that comes with Headframe on a card</source>
        <translation>在卡上转换 Headframe 自带的一页</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>damaged: {name}</source>
        <translation>已损坏：{name}</translation>
    </message>
    <message>
        <source>default: beside the folder</source>
        <translation>默认：在该文件夹旁边</translation>
    </message>
    <message>
        <source>devices counted</source>
        <translation>可见设备数</translation>
    </message>
    <message>
        <source>document</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>documents at a time on the CPU (default: what cores and memory allow, with an engine that uses no card; else 1)</source>
        <translation>CPU 上同时处理的文档数（默认：引擎不用卡时按核数和内存确定，否则为 1）</translation>
    </message>
    <message>
        <source>does not work</source>
        <translation>不能工作</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>engine, options, cards and place of results as kept under that name; other options go over it</source>
        <translation>使用该名称下保存的引擎、选项、卡和结果位置；其他选项优先</translation>
    </message>
    <message>
        <source>events as JSON Lines on stdout</source>
        <translation>在标准输出上以 JSON Lines 输出事件</translation>
    </message>
    <message>
        <source>expected at least one argument</source>
        <translation>至少需要一个值</translation>
    </message>
    <message>
        <source>expected at most one argument</source>
        <translation>最多只能有一个值</translation>
    </message>
    <message>
        <source>expected one argument</source>
        <translation>需要一个值</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>fetch what is missing</source>
        <translation>下载缺少的文件</translation>
    </message>
    <message>
        <source>flash: text that the PDF holds itself, no models</source>
        <translation>flash：只取 PDF 自带的文字，不用模型</translation>
    </message>
    <message>
        <source>fontconfig is not installed: Qt finds no fonts.</source>
        <translation>未安装 fontconfig：Qt 找不到字体。</translation>
    </message>
    <message>
        <source>forget a profile</source>
        <translation>删除一个配置方案</translation>
    </message>
    <message>
        <source>forget an engine&apos;s interpreter; an environment that `install` made goes with it</source>
        <translation>不再使用引擎的解释器；由 `install` 创建的环境会一并删除</translation>
    </message>
    <message>
        <source>here</source>
        <translation>已有</translation>
    </message>
    <message>
        <source>how deep to look into folders; 1: only into the folder itself (default: all)</source>
        <translation>查找文件夹的深度；1 表示只看该文件夹本身（默认：全部）</translation>
    </message>
    <message>
        <source>ignored explicit argument %r</source>
        <translation>此选项不接受值 %r</translation>
    </message>
    <message>
        <source>in folders, no PDFs and no folders of this name; repeatable</source>
        <translation>在文件夹中排除此名称的 PDF 和文件夹；可重复</translation>
    </message>
    <message>
        <source>in folders, only PDFs of this name, as in 2024-*.pdf or drafts/*.pdf; repeatable</source>
        <translation>在文件夹中只取此名称的 PDF，如 2024-*.pdf 或 drafts/*.pdf；可重复</translation>
    </message>
    <message>
        <source>in folders, take names that begin with a dot, too</source>
        <translation>在文件夹中也包括以点开头的名称</translation>
    </message>
    <message>
        <source>invalid %(type)s value: %(value)r</source>
        <translation>无效的 %(type)s 值：%(value)r</translation>
    </message>
    <message>
        <source>invalid choice: %(value)r (choose from %(choices)s)</source>
        <translation>无效的选择：%(value)r（可选 %(choices)s）</translation>
    </message>
    <message>
        <source>it does not answer</source>
        <translation>没有响应</translation>
    </message>
    <message>
        <source>it holds no list of profiles</source>
        <translation>其中没有配置方案的列表</translation>
    </message>
    <message>
        <source>it is not among the cluster&apos;s hosts</source>
        <translation>它不在集群的主机之列</translation>
    </message>
    <message>
        <source>it is not text in UTF-8</source>
        <translation>不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>it is watched again by itself when it is back.</source>
        <translation>恢复后会自动继续监视。</translation>
    </message>
    <message>
        <source>keep engine, options, cards and --out under that name</source>
        <translation>以该名称保存引擎、选项、卡和 --out</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>language of the text, as in MinerU</source>
        <translation>文本的语言，与 MinerU 相同</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>剩余不到一分钟</translation>
    </message>
    <message>
        <source>libdcmi.so cannot be loaded.</source>
        <translation>无法加载 libdcmi.so。</translation>
    </message>
    <message>
        <source>list the accelerator cards of this machine</source>
        <translation>列出本机的加速卡</translation>
    </message>
    <message>
        <source>list the engines</source>
        <translation>列出引擎</translation>
    </message>
    <message>
        <source>list the models an engine needs; fetch, import, check, move, remove them</source>
        <translation>列出引擎所需的模型；下载、导入、校验、移动、删除</translation>
    </message>
    <message>
        <source>list the profiles</source>
        <translation>列出配置方案</translation>
    </message>
    <message>
        <source>list without asking a hub</source>
        <translation>不询问模型库，直接列出</translation>
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
        <source>make an engine an environment of its own</source>
        <translation>为引擎创建独立的环境</translation>
    </message>
    <message>
        <source>mineru cannot be imported: {error}.</source>
        <translation>无法导入 mineru：{error}。</translation>
    </message>
    <message>
        <source>mineru takes the best tier that its models here allow, and fetches none.</source>
        <translation>mineru 使用现有模型所能支持的最佳档位，且不下载模型。</translation>
    </message>
    <message>
        <source>mineru: fetch models that are missing from the network</source>
        <translation>mineru：从网络下载缺少的模型</translation>
    </message>
    <message>
        <source>mineru: forget what was chosen of these three</source>
        <translation>mineru：清除以上三项的选择</translation>
    </message>
    <message>
        <source>mineru: how much it looks at: {tiers} (what its models allow)</source>
        <translation>mineru：识别的档位：{tiers}（取决于现有模型）</translation>
    </message>
    <message>
        <source>mineru: the server of its vision-language model; `none` forgets it</source>
        <translation>mineru：视觉语言模型的服务器；`none` 表示清除</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>missing models are fetched</source>
        <translation>下载缺少的模型</translation>
    </message>
    <message>
        <source>missing: {name}</source>
        <translation>缺少：{name}</translation>
    </message>
    <message>
        <source>model server {url}</source>
        <translation>模型服务器 {url}</translation>
    </message>
    <message>
        <source>move them into another folder</source>
        <translation>移到另一个文件夹</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>改派</translation>
    </message>
    <message>
        <source>name --python PATH, --models DIR, or an option of mineru</source>
        <translation>请指定 --python PATH、--models DIR，或 mineru 的某个选项</translation>
    </message>
    <message>
        <source>named sets of engine, options, cards and place of results, for `convert --profile`</source>
        <translation>配置方案：引擎、选项、卡和结果位置，供 `convert --profile` 使用</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>超时未应答</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>尚无</translation>
    </message>
    <message>
        <source>not allowed with argument %s</source>
        <translation>不能与参数 %s 同时使用</translation>
    </message>
    <message>
        <source>nothing listens there</source>
        <translation>该端口上没有服务</translation>
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
        <source>npu-smi does not show {count} {count:chip|chips} that it knows of: {chips}.</source>
        <translation>npu-smi 没有列出它所知道的 {count} 个芯片：{chips}。</translation>
    </message>
    <message>
        <source>npu-smi ended with exit status {code}, and printed nothing.</source>
        <translation>npu-smi 以状态 {code} 退出，没有任何输出。</translation>
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
        <source>npu-smi printed no table of cards, and nothing that can be read.</source>
        <translation>npu-smi 没有输出加速卡表格，也没有任何可读的内容。</translation>
    </message>
    <message>
        <source>npu-smi printed no table of cards: {said}</source>
        <translation>npu-smi 没有输出加速卡表格：{said}</translation>
    </message>
    <message>
        <source>npu-smi was ended by signal {number}.</source>
        <translation>npu-smi 被信号 {number} 终止。</translation>
    </message>
    <message>
        <source>of mineru (default: the one chosen, else basic)</source>
        <translation>mineru 的档位（默认：已选的档位，否则 basic）</translation>
    </message>
    <message>
        <source>of mineru, for these documents: {tiers} (default: as it is set up)</source>
        <translation>mineru 的档位，仅用于这些文档：{tiers}（默认：按其设置）</translation>
    </message>
    <message>
        <source>of one worker with its helpers (default: half of the machine&apos;s, with flash at most 8192)</source>
        <translation>一个工作进程及其辅助进程的内存上限（默认：本机内存的一半，flash 最多 8192）</translation>
    </message>
    <message>
        <source>one JSON line a result on stdout</source>
        <translation>在标准输出上每个结果一行 JSON</translation>
    </message>
    <message>
        <source>one JSON object a reading</source>
        <translation>每次读取输出一个 JSON 对象</translation>
    </message>
    <message>
        <source>one JSON object on stdout</source>
        <translation>在标准输出上输出一个 JSON 对象</translation>
    </message>
    <message>
        <source>one file from all, in the order given</source>
        <translation>按给出的顺序合并为一个文件</translation>
    </message>
    <message>
        <source>one of the arguments %s is required</source>
        <translation>需要参数 %s 之一</translation>
    </message>
    <message>
        <source>only say what would be done with each document</source>
        <translation>只说明会如何处理每个文档</translation>
    </message>
    <message>
        <source>only what failed in earlier runs with the same PATHs and DIR, and has had no result since</source>
        <translation>只处理先前以相同 PATH 和 DIR 运行时失败、且至今没有结果的文档</translation>
    </message>
    <message>
        <source>options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>pages</source>
        <translation>页数</translation>
    </message>
    <message>
        <source>pages, from 1 (default: all)</source>
        <translation>页码，从 1 起（默认：全部）</translation>
    </message>
    <message>
        <source>positional arguments</source>
        <translation>位置参数</translation>
    </message>
    <message>
        <source>print a script that completes this command in that shell</source>
        <translation>输出在该 shell 中自动补全此命令的脚本</translation>
    </message>
    <message>
        <source>print how to fetch the packages on another machine</source>
        <translation>输出在另一台机器上下载软件包的方法</translation>
    </message>
    <message>
        <source>print how to fetch them on another machine</source>
        <translation>输出在另一台机器上下载它们的方法</translation>
    </message>
    <message>
        <source>process</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>read again and again until interrupted</source>
        <translation>反复读取，直到中断</translation>
    </message>
    <message>
        <source>read every file and check it</source>
        <translation>读取并校验每个文件</translation>
    </message>
    <message>
        <source>read text from pixels (default: auto)</source>
        <translation>从图像识别文字（默认：auto）</translation>
    </message>
    <message>
        <source>ready on {kinds}</source>
        <translation>在 {kinds} 上就绪</translation>
    </message>
    <message>
        <source>recognise formulas, or do not (default: do)</source>
        <translation>是否识别公式（默认：识别）</translation>
    </message>
    <message>
        <source>recognise tables, or do not (default: do)</source>
        <translation>是否识别表格（默认：识别）</translation>
    </message>
    <message>
        <source>remove the files that are here</source>
        <translation>删除现有的文件</translation>
    </message>
    <message>
        <source>replace files that are there</source>
        <translation>覆盖已有的文件</translation>
    </message>
    <message>
        <source>result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>run an engine under an interpreter that is there</source>
        <translation>用已有的解释器运行引擎</translation>
    </message>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>save finished results as HTML, Word, LaTeX, EPUB, JSON or ZIP</source>
        <translation>将已完成的结果保存为 HTML、Word、LaTeX、EPUB、JSON 或 ZIP</translation>
    </message>
    <message>
        <source>say what works on this machine and what does not</source>
        <translation>检查本机哪些可用、哪些不可用</translation>
    </message>
    <message>
        <source>say what would be installed</source>
        <translation>只说明会安装什么</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>seconds between readings with --watch; a slow tool is asked less often (default: 2)</source>
        <translation>--watch 时两次读取的间隔秒数；工具较慢时间隔更长（默认：2）</translation>
    </message>
    <message>
        <source>seconds for the page</source>
        <translation>转换该页的秒数</translation>
    </message>
    <message>
        <source>seconds per document (default: 120 and 5 a page with flash, else 600 and 60 a page)</source>
        <translation>每个文档的秒数（默认：flash 为 120 加每页 5，其他引擎为 600 加每页 60）</translation>
    </message>
    <message>
        <source>seconds to start</source>
        <translation>启动的秒数</translation>
    </message>
    <message>
        <source>seen on its card by</source>
        <translation>在卡上的确认方式</translation>
    </message>
    <message>
        <source>show program&apos;s version number and exit</source>
        <translation>显示版本号并退出</translation>
    </message>
    <message>
        <source>show this help message and exit</source>
        <translation>显示此帮助并退出</translation>
    </message>
    <message>
        <source>signal {name}</source>
        <translation>信号 {name}</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>standard: those, and the vision-language model</source>
        <translation>standard：在此之上加视觉语言模型</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>status {code}</source>
        <translation>退出码 {code}</translation>
    </message>
    <message>
        <source>stay, and take PDFs that come into the folders; ends with Ctrl+C</source>
        <translation>持续运行，转换放入这些文件夹的 PDF；用 Ctrl+C 结束</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>take packages from there only</source>
        <translation>只从该处取软件包</translation>
    </message>
    <message>
        <source>take them from there</source>
        <translation>从该处导入</translation>
    </message>
    <message>
        <source>the Python to make it with</source>
        <translation>用来创建环境的 Python</translation>
    </message>
    <message>
        <source>the allocation sheet: which service has which card (Markdown, or JSON with --json)</source>
        <translation>分配表：哪个服务使用哪张卡（Markdown；与 --json 同用时为 JSON）</translation>
    </message>
    <message>
        <source>the connection to it is lost</source>
        <translation>连接已断开</translation>
    </message>
    <message>
        <source>the defaults</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>the folder of its models</source>
        <translation>模型所在的文件夹</translation>
    </message>
    <message>
        <source>the following arguments are required: %s</source>
        <translation>缺少必需的参数：%s</translation>
    </message>
    <message>
        <source>the hosts of a Ray cluster: auto, HOST:PORT, or ray://HOST:PORT from outside (docs/cluster.md)</source>
        <translation>Ray 集群的主机：auto、HOST:PORT，或从集群外 ray://HOST:PORT（docs/cluster.md）</translation>
    </message>
    <message>
        <source>the interpreter, or its environment</source>
        <translation>解释器，或其环境</translation>
    </message>
    <message>
        <source>the name is not known</source>
        <translation>无法解析主机名</translation>
    </message>
    <message>
        <source>tier {tier}</source>
        <translation>档位 {tier}</translation>
    </message>
    <message>
        <source>torch cannot even be imported: torch_npu lies beside it and fails, most often because CANN is not loaded.</source>
        <translation>torch 无法导入：同一环境中装有 torch_npu，且其加载失败，多半是因为未加载 CANN。</translation>
    </message>
    <message>
        <source>torch cannot even be imported: torch_npu lies beside it, and CANN or the driver is not loaded ({library} was not found).</source>
        <translation>torch 无法导入：同一环境中装有 torch_npu，而 CANN 或驱动未加载（未找到 {library}）。</translation>
    </message>
    <message>
        <source>torch_npu asks for torch 2.7.1+cpu, which no index that was asked has. The torch 2.7.1 for CUDA is installed in its place: it works, and is some GB larger. To avoid that, install from a folder of wheels that holds {wheels}, from {index}.</source>
        <translation>torch_npu 需要 torch 2.7.1+cpu，所查询的软件源都没有提供，因此改装 CUDA 版 torch 2.7.1：可以使用，但要多占数 GB。如需避免，请改用 wheel 文件夹安装，其中须有 {wheels}（来自 {index}）。</translation>
    </message>
    <message>
        <source>torch_npu does not know this chip ({chip}): it is older than the chip, or the driver names it wrongly.</source>
        <translation>torch_npu 不认识此芯片（{chip}）：它的版本早于该芯片，或驱动给出的名称有误。</translation>
    </message>
    <message>
        <source>torch_npu refuses to work beside another accelerator that torch sees ({other}).</source>
        <translation>torch 还能看到另一种加速器（{other}），torch_npu 拒绝与其同时工作。</translation>
    </message>
    <message>
        <source>tried on encrypted files</source>
        <translation>用于打开加密的文件</translation>
    </message>
    <message>
        <source>unrecognized arguments: %s</source>
        <translation>无法识别的参数：%s</translation>
    </message>
    <message>
        <source>unrecognized arguments: {words}. Did you mean {option}?</source>
        <translation>无法识别的参数：{words}。是否指 {option}？</translation>
    </message>
    <message>
        <source>untested: headframe engine test {engine}</source>
        <translation>未测试：headframe engine test {engine}</translation>
    </message>
    <message>
        <source>usage: </source>
        <translation>用法：</translation>
    </message>
    <message>
        <source>visible devices</source>
        <translation>可见设备</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>what it is to run on (default: by the cards of this machine)</source>
        <translation>运行在哪类设备上（默认：按本机的卡确定）</translation>
    </message>
    <message>
        <source>what they are to run on (default: what the engine was installed for, else the best card here)</source>
        <translation>模型将在什么设备上运行（默认：引擎安装时选定的设备；未安装时为本机最合适的加速卡）</translation>
    </message>
    <message>
        <source>what to do</source>
        <translation>处理建议</translation>
    </message>
    <message>
        <source>what to do where the result is there (default: skip the same, else rename; update: skip the same, else replace)</source>
        <translation>结果已存在时的处理（默认：相同则跳过，否则改名；update：相同则跳过，否则替换）</translation>
    </message>
    <message>
        <source>what to make</source>
        <translation>要生成的格式</translation>
    </message>
    <message>
        <source>where results go (default: beside each document)</source>
        <translation>结果存放位置（默认：各文档旁边）</translation>
    </message>
    <message>
        <source>where the models are, or go</source>
        <translation>模型所在或存放的位置</translation>
    </message>
    <message>
        <source>which engines there are, and the interpreters they run under</source>
        <translation>有哪些引擎，以及运行它们的解释器</translation>
    </message>
    <message>
        <source>which hub, or a mirror of Hugging Face&apos;s (default: Hugging Face, or ModelScope where that cannot be reached)</source>
        <translation>使用哪个模型库，或 Hugging Face 的镜像（默认：Hugging Face，无法访问时用 ModelScope）</translation>
    </message>
    <message>
        <source>why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>with --dry-run: as one JSON object</source>
        <translation>与 --dry-run 同用：输出为一个 JSON 对象</translation>
    </message>
    <message>
        <source>work goes on.</source>
        <translation>继续工作。</translation>
    </message>
    <message>
        <source>worker&apos;s memory, MB</source>
        <translation>工作进程的内存（MB）</translation>
    </message>
    <message>
        <source>works</source>
        <translation>可以工作</translation>
    </message>
    <message>
        <source>{address} cannot be reached: its name was not found. Is there a network?</source>
        <translation>无法连接 {address}：找不到该主机名。请检查网络。</translation>
    </message>
    <message>
        <source>{address} cannot be reached: {words}</source>
        <translation>无法连接 {address}：{words}</translation>
    </message>
    <message>
        <source>{address} did not give {what}: {words}</source>
        <translation>{address} 没有提供 {what}：{words}</translation>
    </message>
    <message>
        <source>{address} does not let us have {what}.</source>
        <translation>{address} 不允许下载 {what}。</translation>
    </message>
    <message>
        <source>{address} has no {what}.</source>
        <translation>{address} 上没有 {what}。</translation>
    </message>
    <message>
        <source>{alive} hosts answer, with Ray {ray} and Python {python}.</source>
        <translation>{alive} 台主机有应答，Ray {ray}，Python {python}。</translation>
    </message>
    <message>
        <source>{alive} hosts are in the cluster; lost: {names}.</source>
        <translation>集群中有 {alive} 台主机；失联：{names}。</translation>
    </message>
    <message>
        <source>{alive} hosts are in the cluster; these do not answer: {names}.</source>
        <translation>集群中有 {alive} 台主机；以下主机没有应答：{names}。</translation>
    </message>
    <message>
        <source>{begin}: {done} done, {skipped} skipped, {failed} failed, {cancelled} cancelled.</source>
        <translation>{begin}：{done} 个完成，{skipped} 个跳过，{failed} 个失败，{cancelled} 个取消。</translation>
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
        <source>{card} goes on with it.</source>
        <translation>改由 {card} 继续。</translation>
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
        <source>{card} is busy: another process has it for itself, or its driver does not answer.</source>
        <translation>{card} 正忙：被其他进程独占，或驱动没有响应。</translation>
    </message>
    <message>
        <source>{card} is held by another container or process.</source>
        <translation>{card} 被另一个容器或进程占用。</translation>
    </message>
    <message>
        <source>{card} is no longer there ({what}).</source>
        <translation>{card} 已经不在了（{what}）。</translation>
    </message>
    <message>
        <source>{card} is not available to the engine (error {code}).</source>
        <translation>引擎无法使用 {card}（错误码 {code}）。</translation>
    </message>
    <message>
        <source>{card} is not visible here: {asked} was asked for, of {count} that are visible.</source>
        <translation>此处看不到{card}：要求使用 {asked}，可见的卡共 {count} 张。</translation>
    </message>
    <message>
        <source>{card} is not visible to the engine.</source>
        <translation>引擎看不到 {card}。</translation>
    </message>
    <message>
        <source>{card} is reserved.</source>
        <translation>{card} 已预留。</translation>
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
        <source>{card}: {reason}</source>
        <translation>{card}：{reason}</translation>
    </message>
    <message>
        <source>{count} beside others of their name</source>
        <translation>{count} 个另存于同名结果旁</translation>
    </message>
    <message>
        <source>{count} cannot be converted</source>
        <translation>{count} 个无法转换</translation>
    </message>
    <message>
        <source>{count} done before</source>
        <translation>{count} 个此前已完成</translation>
    </message>
    <message>
        <source>{count} models of {engine} are missing or damaged, the first is {file}.</source>
        <translation>{engine} 有 {count} 个模型缺失或损坏，第一个是 {file}。</translation>
    </message>
    <message>
        <source>{count} of {all} model {all:file|files} {count:is|are} missing{size}: headframe engine models {engine}</source>
        <translation>{all} 个模型文件中缺少 {count} 个{size}：headframe engine models {engine}</translation>
    </message>
    <message>
        <source>{count} of {all} {all:package|packages} {count:is|are} not in {folder}, for Python {python} on {machine}: {names}.</source>
        <translation>{all} 个软件包中有 {count} 个不在 {folder} 中（Python {python}，{machine}）：{names}。</translation>
    </message>
    <message>
        <source>{count} to convert</source>
        <translation>{count} 个待转换</translation>
    </message>
    <message>
        <source>{count} to convert again</source>
        <translation>{count} 个将重新转换</translation>
    </message>
    <message>
        <source>{count} {count:comment that was|comments that were} written onto pages {count:is|are} not in the Markdown: pages {pages}.</source>
        <translation>页面上的 {count} 条批注未收入 Markdown：第 {pages} 页。</translation>
    </message>
    <message>
        <source>{count} {count:core|cores}</source>
        <translation>{count} 核</translation>
    </message>
    <message>
        <source>{count} {count:entry|entries} of {name} cannot be read.</source>
        <translation>{name} 中有 {count} 条无法读取。</translation>
    </message>
    <message>
        <source>{count} {count:equation is a picture; MinerU recognises it|equations are pictures; MinerU recognises them}, and reads scans better. Convert again with MinerU (`--engine mineru`), or install it first (`headframe engine install mineru`).</source>
        <translation>{count} 个公式以图片显示；MinerU 可以识别公式，识别扫描页的效果也更好。可用 MinerU 重新转换（`--engine mineru`），未安装时请先安装（`headframe engine install mineru`）。</translation>
    </message>
    <message>
        <source>{count} {count:file was|files were} removed from {folder}.</source>
        <translation>已从 {folder} 移除 {count} 个文件。</translation>
    </message>
    <message>
        <source>{count} {count:page is a picture and was|pages are pictures and were} not read: {numbers}.</source>
        <translation>{count} 页是图片，未被识别：{numbers}。</translation>
    </message>
    <message>
        <source>{count} {count:page is a picture and was|pages are pictures and were} not read: {numbers}. The OCR part of this installation is missing or damaged.</source>
        <translation>{count} 页是图片，未被识别：{numbers}。此安装的 OCR 部分缺失或已损坏。</translation>
    </message>
    <message>
        <source>{count} {count:page is|pages are} hardly legible for OCR (handwriting, a poor scan, or a script that it does not know): {numbers}. Compare {count:it|them}.</source>
        <translation>OCR 难以辨认 {count} 页（手写、扫描质量差，或不支持的文字）：{numbers}。请与原页核对。</translation>
    </message>
    <message>
        <source>{count} {count:page was read from its picture|pages were read from their pictures} by OCR: {numbers}.</source>
        <translation>OCR 从图片中识别了 {count} 页：{numbers}。</translation>
    </message>
    <message>
        <source>{count} {count:page|pages} cannot be read and {count:was|were} left out: {numbers}.</source>
        <translation>有 {count} 页无法读取，已略去：{numbers}。</translation>
    </message>
    <message>
        <source>{count} {count:page|pages} could not be read by OCR and {count:is shown as a picture|are shown as pictures}: {numbers}.</source>
        <translation>OCR 无法读取 {count} 页，这些页以图片显示：{numbers}。</translation>
    </message>
    <message>
        <source>{done} done, {skipped} skipped, {failed} failed in {seconds} s</source>
        <translation>完成 {done} 个，跳过 {skipped} 个，失败 {failed} 个，用时 {seconds} 秒</translation>
    </message>
    <message>
        <source>{done} fetched</source>
        <translation>已下载 {done}</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{done} of {total}, {speed} a second, {minutes} min left</source>
        <translation>{done} / {total}，每秒 {speed}，还需 {minutes} 分钟</translation>
    </message>
    <message>
        <source>{done} of {total}, {speed} a second, {seconds} s left</source>
        <translation>{done} / {total}，每秒 {speed}，还需 {seconds} 秒</translation>
    </message>
    <message>
        <source>{download} to fetch; about {installed} on the disk of {folder}, where {free} are free.</source>
        <translation>需下载 {download}；在 {folder} 所在磁盘上约占 {installed}，该磁盘剩余 {free}。</translation>
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
        <source>{engine} does the work: {better} is installed, but not ready.</source>
        <translation>由 {engine} 处理：{better} 已设置，但尚未就绪。</translation>
    </message>
    <message>
        <source>{engine} ended while it started (code {code}).</source>
        <translation>{engine} 启动时退出（代码 {code}）。</translation>
    </message>
    <message>
        <source>{engine} has none of the options of mineru</source>
        <translation>{engine} 没有 mineru 的这些选项</translation>
    </message>
    <message>
        <source>{engine} is being installed by another program, process {pid}.</source>
        <translation>另一个程序（进程 {pid}）正在安装 {engine}。</translation>
    </message>
    <message>
        <source>{engine} is being installed.</source>
        <translation>正在安装 {engine}。</translation>
    </message>
    <message>
        <source>{engine} needs Python {oldest} or later; {path} is Python {python}.</source>
        <translation>{engine} 需要 Python {oldest} 或更新版本；{path} 是 Python {python}。</translation>
    </message>
    <message>
        <source>{engine} needs no models beside its packages.</source>
        <translation>{engine} 除软件包外不需要模型。</translation>
    </message>
    <message>
        <source>{engine} needs no models.</source>
        <translation>{engine} 不需要模型。</translation>
    </message>
    <message>
        <source>{engine} ran, and read nothing on the test page.</source>
        <translation>{engine} 运行了，但没有从测试页读出任何内容。</translation>
    </message>
    <message>
        <source>{engine} takes its models from {folder}.</source>
        <translation>{engine} 将使用 {folder} 中的模型。</translation>
    </message>
    <message>
        <source>{engine} was killed while it started; most often memory had run out.</source>
        <translation>{engine} 启动时被终止；多半是内存耗尽。</translation>
    </message>
    <message>
        <source>{engine} {version} is installed in {folder}.</source>
        <translation>{engine} {version} 已安装在 {folder}。</translation>
    </message>
    <message>
        <source>{engine} {version} is ready after {seconds} s, under {path}.</source>
        <translation>{engine} {version} 在 {seconds} 秒后就绪，使用 {path}。</translation>
    </message>
    <message>
        <source>{engine} {version} runs under {path} (Python {python}).</source>
        <translation>{engine} {version} 将用 {path} 运行（Python {python}）。</translation>
    </message>
    <message>
        <source>{engine} {version} with {told}; {count} packages, for Python {python}.</source>
        <translation>{engine} {version}，含 {told}；共 {count} 个软件包，适用于 Python {python}。</translation>
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
        <source>{engine}: all {count} {count:file is|files are} in {folder}.</source>
        <translation>{engine}：{count} 个文件都在 {folder} 中。</translation>
    </message>
    <message>
        <source>{engine}: removed, with its environment.</source>
        <translation>{engine}：已移除，环境也已删除。</translation>
    </message>
    <message>
        <source>{engine}: removed. Its environment is where it was.</source>
        <translation>{engine}：已移除，环境仍保留在原处。</translation>
    </message>
    <message>
        <source>{engine}: {missing} of {count} {count:file|files} {missing:is|are} missing (size not known).</source>
        <translation>{engine}：{count} 个文件中缺少 {missing} 个（大小未知）。</translation>
    </message>
    <message>
        <source>{engine}: {missing} of {count} {count:file|files} {missing:is|are} missing ({size}).</source>
        <translation>{engine}：{count} 个文件中缺少 {missing} 个（{size}）。</translation>
    </message>
    <message>
        <source>{file} arrived damaged: its checksum is not the hub&apos;s.</source>
        <translation>{file} 已损坏：校验和与模型站的不一致。</translation>
    </message>
    <message>
        <source>{file} can be opened.</source>
        <translation>可以打开 {file}。</translation>
    </message>
    <message>
        <source>{file} is damaged, or of another version; nothing was taken.</source>
        <translation>{file} 已损坏或版本不同；没有导入任何文件。</translation>
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
        <source>{format} holds one document only</source>
        <translation>{format} 只能包含一个文档</translation>
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
        <source>{good} of {count} {count:file is as it|files are as they} should be.</source>
        <translation>{count} 个文件中有 {good} 个完好。</translation>
    </message>
    <message>
        <source>{home} cannot be written: {reason}. Choose another folder with HEADFRAME_HOME.</source>
        <translation>无法写入 {home}：{reason}。请用 HEADFRAME_HOME 指定另一个文件夹。</translation>
    </message>
    <message>
        <source>{hosts} were lost while they worked on it.</source>
        <translation>处理该文档时，以下主机失联：{hosts}。</translation>
    </message>
    <message>
        <source>{host} does not answer: {reason}.</source>
        <translation>{host} 没有应答：{reason}。</translation>
    </message>
    <message>
        <source>{host} does not tell which engines it has.</source>
        <translation>{host} 没有报告它有哪些引擎。</translation>
    </message>
    <message>
        <source>{host} is lost since {time}.</source>
        <translation>{host} 自 {time} 起失联。</translation>
    </message>
    <message>
        <source>{host} is lost.</source>
        <translation>{host} 已失联。</translation>
    </message>
    <message>
        <source>{host} is lost: another host is to do it.</source>
        <translation>{host} 已失联：将由其他主机处理。</translation>
    </message>
    <message>
        <source>{host} is lost: {reason}</source>
        <translation>{host} 已失联：{reason}</translation>
    </message>
    <message>
        <source>{host}: {reason}</source>
        <translation>{host}：{reason}</translation>
    </message>
    <message>
        <source>{missing} of {total} {total:file|files} {missing:is|are} missing.</source>
        <translation>{total} 个文件中缺少 {missing} 个。</translation>
    </message>
    <message>
        <source>{name} cannot be opened: permission denied.</source>
        <translation>无法打开 {name}：权限不足。</translation>
    </message>
    <message>
        <source>{name} cannot be read by OCR here.</source>
        <translation>此处的 OCR 无法读取 {name}。</translation>
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
        <source>{name} has {pages} {pages:page|pages}, so there is no page {page}.</source>
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
        <source>{name} is no longer there.</source>
        <translation>{name} 已不存在。</translation>
    </message>
    <message>
        <source>{name} is not UTF-8 throughout; what cannot be read shows as �.</source>
        <translation>{name} 不全是 UTF-8 编码；无法读取之处显示为 �。</translation>
    </message>
    <message>
        <source>{name} is not a PDF but {words}.</source>
        <translation>{name} 不是 PDF，而是{words}。</translation>
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
        <source>{needed} are needed in {folder}, and {free} are free.</source>
        <translation>{folder} 需要 {needed}，可用 {free}。</translation>
    </message>
    <message>
        <source>{number} {number:engine was|engines were} chosen.</source>
        <translation>已选定 {number} 个引擎。</translation>
    </message>
    <message>
        <source>{number} {number:profile|profiles} can be used.</source>
        <translation>有 {number} 个可用的配置方案。</translation>
    </message>
    <message>
        <source>{number} {number:setting differs from its default|settings differ from their defaults}.</source>
        <translation>有 {number} 项设置与默认值不同。</translation>
    </message>
    <message>
        <source>{one} and {other} are one and the same chip, listed twice.</source>
        <translation>{one} 和 {other} 是同一颗芯片，被列出了两次。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>无法读取 {path}：{reason}。</translation>
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
        <source>{path} holds models of another version ({other}); {engine} {version} takes {wanted}.</source>
        <translation>{path} 中是另一版本的模型（{other}）；{engine} {version} 需要 {wanted}。</translation>
    </message>
    <message>
        <source>{path} holds nothing of what is missing: {wanted}.</source>
        <translation>{path} 中没有缺少的内容：{wanted}。</translation>
    </message>
    <message>
        <source>{path} is no archive that can be read to its end: {reason}.</source>
        <translation>{path} 不是能完整读取的归档：{reason}。</translation>
    </message>
    <message>
        <source>{path} is not a Python interpreter that works.</source>
        <translation>{path} 不是可用的 Python 解释器。</translation>
    </message>
    <message>
        <source>{path} is not a folder: only folders can be watched.</source>
        <translation>{path} 不是文件夹：只能监视文件夹。</translation>
    </message>
    <message>
        <source>{path} is there (--overwrite replaces it)</source>
        <translation>{path} 已存在（用 --overwrite 覆盖）</translation>
    </message>
    <message>
        <source>{path} was not found.</source>
        <translation>未找到 {path}。</translation>
    </message>
    <message>
        <source>{path}, version {version}, driver {driver}.</source>
        <translation>{path}，版本 {version}，驱动 {driver}。</translation>
    </message>
    <message>
        <source>{path}, which asks the hub, ended and did not say why ({ended}).</source>
        <translation>负责访问模型库的 {path} 已结束，未说明原因（{ended}）。</translation>
    </message>
    <message>
        <source>{program} cannot be started: {reason}.</source>
        <translation>无法启动 {program}：{reason}。</translation>
    </message>
    <message>
        <source>{python} has no package {library}, which talks to this hub.</source>
        <translation>{python} 中没有软件包 {library}，无法访问此模型站。</translation>
    </message>
    <message>
        <source>{reason}.</source>
        <translation>{reason}。</translation>
    </message>
    <message>
        <source>{repository} no longer has {file}, which the engine needs.</source>
        <translation>{repository} 中已没有引擎需要的 {file}。</translation>
    </message>
    <message>
        <source>{repository}, revision {revision}</source>
        <translation>{repository}，版本 {revision}</translation>
    </message>
    <message>
        <source>{size} to fetch; they go to {folder}, where {free} are free.</source>
        <translation>需下载 {size}；将存放到 {folder}，该处剩余 {free}。</translation>
    </message>
    <message>
        <source>{source} → {markdown} ({pages} {pages:page|pages}, {seconds} s)</source>
        <translation>{source} → {markdown}（{pages} 页，{seconds} 秒）</translation>
    </message>
    <message>
        <source>{variable}={address} answers.</source>
        <translation>{variable}={address} 有响应。</translation>
    </message>
    <message>
        <source>{what} arrived damaged: its checksum is not the hub&apos;s.</source>
        <translation>{what} 已损坏：校验和与模型站的不一致。</translation>
    </message>
    <message>
        <source>{what} cannot be written: {reason}.</source>
        <translation>无法写入 {what}：{reason}。</translation>
    </message>
    <message>
        <source>{what} was not fetched from {address}: {words}</source>
        <translation>未能从 {address} 下载 {what}：{words}</translation>
    </message>
    <message>
        <source>{word} begins with a dash, as options do: for the file of that name write ./{word}</source>
        <translation>{word} 以短横线开头，与选项相同：若指该名称的文件，请写成 ./{word}</translation>
    </message>
    <message>
        <source>简体中文</source>
        <translation>简体中文</translation>
    </message>
</context>
</TS>
