"""The grammar tables of Chinese.

Words are not written apart, so the tables are also the lexicon by which text is cut: the nouns
that
press texts count, the classifiers, and the verbs and particles at which a noun phrase ends.
"""

from __future__ import annotations

from serai.engines.claims.languages import Language, Qualifier

_NOUNS = """国家 地区 国家和地区 国际组织 组织 国 经济体 城市 省份 省 城镇 乡村 村庄 地方 区域
沿线国家 共建国家 伙伴国家 成员国 成员
联合实验室 实验室 重点实验室 研究中心 技术转移中心 示范中心 农业技术示范中心 中心 基地 园区
产业园 产业园区 工业园区 合作区 经贸合作区
科技园区 科技园 示范园 工坊 鲁班工坊 平台 合作平台 机构 科研机构 研究机构 研究院 研究所 研究院所
院所 大学 高校 学校 学院 中学 小学 医院
企业 公司 高新技术企业 单位 部门 部委 协会 商会 团体 团队 工厂 车间 银行 基金 站点 站 电站 电厂
风电场 机场 港口 码头
协议 协定 合作协议 合作协定 科技合作协定 政府间科技合作协定 合作文件 文件 备忘录 谅解备忘录 条约
公约 合同 意向书 声明 宣言 议定书
项目 合作项目 工程 课题 研究项目 科研项目 计划 方案 规划 任务 措施 举措 政策 倡议 行动 成果
合作成果 案例 合作案例 专利 标准 论文 报告 技术
产品 品种 奖项 大奖 奖 领域 方面 方向 板块 专题 主题 议题 环节 内容 活动 主题活动 专题活动
交流活动 对接活动 会议 论坛 圆桌会议 研讨会
培训班 培训 讲座 展览 展区 展位 展台 展品 展馆 场馆 场次 会谈 签约 比赛 大赛 竞赛 班列 列车 航班
航线 线路 铁路 公路 桥梁 隧道 高铁
人 人员 人士 人次 嘉宾 外宾 代表 代表团 参会代表 参会者 与会者 专家 学者 专家学者 科学家
青年科学家 院士 外籍院士 教授 校长 部长 官员 企业家
研究人员 科研人员 科技人员 技术人员 工程师 技术员 学生 留学生 研究生 博士 博士后 教师 员工 工人
职工 农民 农户 居民 人口 志愿者 记者 媒体
观众 游客 用户 客户 患者 儿童 妇女 青年 学员 岗位 就业岗位 工作岗位 职位 名额 奖学金
诺贝尔奖获得者 诺奖得主 获奖者 负责人 管理人员
设备 机器 装置 机组 风机 风电机组 卫星 飞机 车辆 汽车 船舶 集装箱 机器人 服务器 井 口井 水库
大坝 语言 民族 物种 样本 数据 次 份 倍
示范园区 孵化器 众创空间 加速器 高新区 开发区 新区 自贸区 自贸试验区 示范区 试验区 县 市 区 镇 乡 村 区县
县市 县区 乡镇 街道 社区 市场 市民 村民
手术室 教室 宿舍 病房 病床 床位 诊所 卫生院 卫生室 图书馆 博物馆 水井 路灯 大棚 温室 泵站 充电站
充电桩 变电站 观测站 气象站 监测站 监测点 网点 示范点 示范户 试验田 示范田 课程 教材 图书 果树 渔船 船只 客车 卡车 拖拉机
无人机 手机 电脑 显微镜 望远镜 仪器 女生 男生 教练 选手 作品 照片 影片 节目 票 座位 房间 房屋 住房 楼 桥
医疗队 工作队 专家组 小组 队 队伍 公里 学生 药品 疫苗 论坛 场所 医生 护士 病例 患者 家庭 户 牧民 渔民 商户
外交官 大使馆 使领馆 领事馆 学科 院校 席 席位
""".split()

MONTHS = {f"{number}月": number for number in range(1, 13)} | {
    f"{word}月": number
    for number, word in enumerate("一 二 三 四 五 六 七 八 九 十 十一 十二".split(), start=1)
}

_DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
    "九": 9, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8,
    "玖": 9, "俩": 2, "兩": 2,
}  # fmt: skip


def singular(word: str) -> str:
    """Return the head of a Chinese noun, which has one form: 联合实验室 is a 实验室."""
    if "和" in word:
        return word.partition("和")[0]
    for start in range(len(word) - 2, 0, -1):
        if word[start:] in _KNOWN:
            return word[start:]
    return word


_KNOWN = frozenset(_NOUNS)


def is_plural(word: str) -> bool:
    """Say whether a word can be counted: any can."""
    return bool(word)


_BEFORE: dict[str, Qualifier] = {
    **dict.fromkeys(
        ["超过", "超", "逾", "多于", "高于", "至少", "不少于", "不低于", "不下", "不下于", "大于",
         "突破", "超出", "最少", "起码", "已超过", "已超", "已逾", "达到或超过", "越过", ">", "≥",
         "超過", "過"],
        "at_least",
    ),
    **dict.fromkeys(
        ["不到", "不足", "少于", "低于", "不超过", "不多于", "至多", "最多", "小于", "未满",
         "以内", "不满", "上限为", "高达", "<", "≤"],
        "at_most",
    ),
    **dict.fromkeys(
        ["约", "大约", "大概", "约为", "约有", "左右", "大致", "估计", "大约有", "差不多",
         "预计约", "合约", "總約", "~", "≈", "±"],
        "about",
    ),
    **dict.fromkeys(["近", "将近", "接近", "几乎", "几近", "近乎", "已近", "將近"], "nearly"),
    **dict.fromkeys(["共", "总共", "共计", "一共", "仅", "只有", "累计", "合计", "共有", "正好",
                     "恰好"], "exact"),
}  # fmt: skip
_BEFORE["高达"] = "exact"

_AFTER: dict[str, Qualifier] = {
    **dict.fromkeys(["多", "余", "以上", "多万", "及以上", "有余", "餘", "+", "个以上", "家以上",
                     "名以上", "项以上", "人以上", "次以上"], "at_least"),
    **dict.fromkeys(["以下", "以内", "及以下"], "at_most"),
    **dict.fromkeys(["左右", "上下", "来", "前后"], "about"),
}  # fmt: skip
del _AFTER["多万"]

LANGUAGE = Language(
    code="zh",
    spaced=False,
    cardinals=_DIGITS,
    multipliers={
        "十": 10, "百": 100, "千": 1_000, "万": 10**4, "亿": 10**8, "兆": 10**12, "拾": 10,
        "佰": 100, "仟": 1_000, "萬": 10**4, "億": 10**8, "万亿": 10**12,
    },
    fractions={"半": 1 / 2, "一半": 1 / 2, "½": 1 / 2},
    vague={"数十": 10, "几十": 10, "数百": 100, "几百": 100, "上百": 100, "成百上千": 100,
           "数千": 1_000, "几千": 1_000, "上千": 1_000, "成千上万": 1_000, "数万": 10**4,
           "几万": 10**4, "上万": 10**4, "数十万": 10**5, "数百万": 10**6, "数千万": 10**7,
           "数亿": 10**8},
    denominator="分之",
    tenths="成",
    decimal_word="点",
    ordinals=frozenset(
        ["第一", "第二", "第三", "第四", "第五", "第六", "第七", "第八", "第九", "第十", "首"]
    ),
    one=frozenset({"一", "零", "〇"}),
    before=_BEFORE,
    after=_AFTER,
    ranges={"从": "到", "由": "至"},
    range_joiners=frozenset({"-", "–", "—", "~", "～", "至", "到", "或"}),
    changes=frozenset(
        "增长 增加 上升 提高 增至 升至 下降 减少 降低 扩大 提升 增长到 增加到 下降到".split()
    ),
    currencies={
        "元": "CNY", "人民币": "CNY", "元人民币": "CNY", "¥": "CNY", "￥": "CNY", "rmb": "CNY",
        "美元": "USD", "$": "USD", "us$": "USD", "usd": "USD", "美金": "USD", "欧元": "EUR",
        "€": "EUR", "英镑": "GBP", "£": "GBP", "日元": "JPY", "卢布": "RUB", "港元": "HKD",
        "港币": "HKD", "澳元": "AUD", "加元": "CAD", "韩元": "KRW", "卢比": "INR",
        "瑞士法郎": "CHF", "坚戈": "KZT", "泰铢": "THB", "令吉": "MYR",
    },
    percent={"%": "%", "％": "%", "个百分点": "percentage point", "百分点": "percentage point"},
    durations={
        word: word for word in "秒 分钟 小时 天 日 周 星期 个月 年 年间 世纪 周年 季度".split()
    }
    | {"个小时": "小时", "个星期": "星期", "个工作日": "工作日", "个季度": "季度",
       "多年": "年", "余年": "年", "个多月": "个月"},
measures={word: word for word in """公里 千米 米 厘米 毫米 里 海里 英里 公顷 亩 平方公里 平方米
    立方米 吨 公斤 千克 克 升 桶
        千瓦 兆瓦 吉瓦 千瓦时 度电 摄氏度 字节 赫兹 瓦 标箱 英尺""".split()}
    | {"km": "km", "kg": "kg", "mw": "MW", "gw": "GW", "kwh": "kWh", "teu": "TEU"},
    head="last",
    singular=singular,
    is_plural=is_plural,
    nouns=_KNOWN,
    plural_modifiers=frozenset("技术 专利 标准 数据 产品 设备 工程 项目 人才 能源 政策 文化 语言".split()),
    adjectives=frozenset(
"""共建 联合 国际 国内 国外 海外 境外 外国 外籍 中国 科技 科学 技术 创新 合作 农业 工业 产业
        示范 重点 重要 主要 重大 跨境 技术转移
青年 知名 著名 优秀 高端 高层次 专业 不同 各类 各 新 大 小 大型 小型 中小 “ ” 一带一路 一带 一路
        沿线 的 级 型 类 式 国家级 省级 世界级
双边 多边 政府间 相关 有关 现代 先进 智能 数字 绿色 能源 新能源 医疗 卫生 教育 文化 经济 贸易
        经贸 投资 研究 开放 综合 公共 全球 世界
        前沿 关键 核心 典型 品牌 成功 成熟 成本 成人 成绩 成效 成交 成品 成长 成为 成都 以上 县域 县级 市级 区级 镇级 村级 市属 区属 区域性 创新型""".split()
    ),
    classifiers=frozenset(
"""个 家 名 位 项 所 座 条 种 份 场 次 届 批 台 套 辆 艘 架 列 件 块 片 类 支 只 部 篇 本 期 门
        户 间 处 对 组 层 株 头 枚 颗 口 盏 栋 幢 棵 册 幅 笔 宗 起 例 轮 趟 剂 羽 尾 眼 孔 根 张
        人 余个 余家 余名 余项 多个 多家 多名 多项 國 個""".split()
    ) - frozenset({"人", "國", "余个", "余家", "余名", "余项", "多个", "多家", "多名", "多项"}),
    ends=frozenset(
"""签署 签订 签约了 参加 参与 出席 与会 建立 建成 建设 共同 设立 成立 开展 举办 举行 召开 达成
        实现 完成 推动 促进 提供 获得 来自 涉及 涵盖
覆盖 包括 其中 在 于 从 向 对 与 和 及 以及 并 将 已 已经 是 为 有 被 把 给 到 至 由 就 也 都 还
        均 而 但 了 着 过 之 等 参展 参会 应邀 受邀
赴 到会 落地 落户 启动 投入 通过 发布 展示 展出 达 超过 占 称 表示 介绍 说 指出 近 约 同 以 使
        让 加入 支持 培训 培养 派遣 选派 派出 正在 目前 今年
新建 新增 改造 购置 采购 安装 种植 修建 维修 更换 捐赠 发放 交付 生产 制造 组装 惠及 招收 录取 授予
去年 去 来华 来 共享 增长 增加 下降 运营 运行 投产 通车 开通 进入 分别 共 可 能 会 要 需 应 位于
        分布 遍布 吸引 汇聚 齐聚 同比""".split()
    ),
    linkers=frozenset({"的"}),
    coordinators=frozenset({"和", "与", "及", "以及", "、", "或"}),
    anaphors=frozenset({"其中"}),
    number_nouns=frozenset("总数 数量".split()),
    population={"人口": "人", "人数": "人"},
    labels=frozenset("第 第 图 表 附件 编号 号 页".split()),
    anaphoric_nouns=frozenset({"国", "方", "国家", "地", "双方", "边"}),
    fixed=frozenset({"一带一路", "一国两制", "两会", "一体化", "十四五", "十三五", "两个中心",
                     "两中心两地", "双城", "三峡", "四川", "九江", "万州", "百度", "千年", "一个",
                     "一系列", "一批", "一定", "一起", "一致", "统一", "一道", "进一步", "一些",
                     "一种", "一方面", "十分", "万里", "百姓", "一直", "一流", "之一", "唯一",
                     "五洲", "四海", "二十大", "一路", "一带"}),
    furniture=frozenset({"阅读", "浏览", "评论", "点赞", "次阅读"}),
    years=frozenset({"年", "年度"}),
    months=MONTHS,
    weekdays=frozenset(
        f"{lead}{day}" for lead in ("星期", "周", "礼拜") for day in "一二三四五六日天"
    ),
    now=frozenset({"目前", "迄今", "至今", "截至目前", "截止目前", "迄今为止", "到目前为止", "现在",
                   "如今", "当前", "今天", "今日"}),
    scopes={"外国": "foreign", "外籍": "foreign", "国外": "foreign", "境外": "foreign",
            "国际": "international", "国内": "domestic", "总共": "total", "共": "total",
            "全球": "worldwide", "新": "new", "平均": "average"},
    states={"应邀": "invited", "受邀": "invited", "邀请": "invited", "参加": "attended",
            "出席": "attended", "与会": "attended", "参会": "attended", "计划": "planned",
            "将": "planned", "拟": "planned", "建成": "built", "建设": "built", "建立": "built",
            "共建": "built", "启动": "launched", "签署": "signed", "签订": "signed",
            "培训": "trained", "举办": "held", "展示": "exhibited", "展出": "exhibited"},
)  # fmt: skip
